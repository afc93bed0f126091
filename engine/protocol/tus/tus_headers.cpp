#include "engine/protocol/tus/tus_headers.h"

#include "engine/core/text.h"

#include <algorithm>
#include <array>

namespace gantry::tus {
namespace {

bool isToken(const QByteArray &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               QByteArrayView("!#$%&'*+-.^_`~").contains(c);
    });
}

// What the protocol, or the way of the bytes, says itself.
bool isOurs(const QByteArray &name)
{
    constexpr std::array reserved{
        "host",       "content-length", "content-type",          "transfer-encoding",
        "connection", "expect",         "x-http-method-override"};
    const QByteArray lower = name.toLower();
    return lower.startsWith("upload-") || lower.startsWith("tus-") ||
           std::any_of(reserved.begin(), reserved.end(), [&](const char *each) { return lower == each; });
}

void put(MetadataPairs &pairs, const QByteArray &key, const QString &value)
{
    const auto same =
        std::find_if(pairs.begin(), pairs.end(), [&](const auto &pair) { return pair.first == key; });
    if (same == pairs.end())
        pairs.append({key, value});
    else
        same->second = value;
}

} // namespace

std::optional<qint64> sizeIn(const HttpHeaders &headers, QByteArrayView name)
{
    const QByteArray value = headerValue(headers, name).trimmed();
    const bool isDigits = !value.isEmpty() && std::all_of(value.begin(), value.end(),
                                                          [](char c) { return c >= '0' && c <= '9'; });
    bool fits = false;
    const qint64 size = value.toLongLong(&fits);
    return isDigits && fits ? std::optional(size) : std::nullopt;
}

qint64 expiryIn(const HttpHeaders &headers)
{
    return std::max<qint64>(0, dateIn(headers, "Upload-Expires").value_or(0));
}

QByteArray uploadMetadata(const UploadFacts &upload, const QString &added)
{
    // No rule of the protocol, but what its servers and other clients call these.
    MetadataPairs pairs{{"filename", upload.key.section(QLatin1Char('/'), -1)}};
    if (!upload.contentType.isEmpty())
        pairs.append({"filetype", upload.contentType});
    if (upload.key.contains(QLatin1Char('/')))
        pairs.append({"relativePath", upload.key});
    if (const Expected<MetadataPairs> own = parseMetadata(added))
        for (const auto &[key, value] : *own)
            put(pairs, key, value);
    QByteArrayList encoded;
    for (const auto &[key, value] : std::as_const(pairs))
        encoded.append(value.isEmpty() ? key : key + ' ' + value.toUtf8().toBase64());
    return encoded.join(',');
}

Expected<MetadataPairs> parseMetadata(const QString &typed)
{
    MetadataPairs pairs;
    for (const QString &piece : typed.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (piece.trimmed().isEmpty())
            continue;
        const qsizetype equals = piece.indexOf(QLatin1Char('='));
        const QByteArray key = piece.left(equals).trimmed().toUtf8();
        const bool isAscii = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
        if (equals < 0 || key.isEmpty() || !isAscii)
            return fail(FailureKind::InvalidInput,
                        tr("Metadata is written as key=value, several with commas between, for example "
                           "project=Alpha,reel=7; a key has no spaces. This is none: %1")
                            .arg(piece.trimmed()));
        put(pairs, key, piece.mid(equals + 1).trimmed());
    }
    return pairs;
}

QByteArray uploadChecksum(DigestKind kind, const Digests &digests)
{
    switch (kind) {
    case DigestKind::Sha256:
        return "sha256 " + digests.sha256.toBase64();
    case DigestKind::Sha1:
        return "sha1 " + digests.sha1.toBase64();
    case DigestKind::Md5:
        return "md5 " + digests.md5.toBase64();
    case DigestKind::Crc32c:
        break;
    }
    Q_UNREACHABLE();
}

Expected<HttpHeaders> parseHeaders(const QByteArray &typed)
{
    QByteArray lines = typed;
    lines.replace('|', '\n').replace('\r', '\n');
    HttpHeaders headers;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (colon < 0 || !isToken(name) || value.contains('\0'))
            return fail(
                FailureKind::InvalidInput,
                tr("The destination's own headers are written as \"Name: value\", several in lines of their "
                   "own or with | between. One of them is not."));
        if (isOurs(name))
            return fail(
                FailureKind::InvalidInput,
                tr("The header %1 belongs to the protocol: take it out of the destination's own headers.")
                    .arg(QString::fromLatin1(name)));
        headers.append({name, value});
    }
    return headers;
}

} // namespace gantry::tus
