#include "engine/protocol/tus/tus_abilities.h"

#include "engine/core/text.h"
#include "engine/planning/chunk_planner.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/tus/tus_headers.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <array>

namespace gantry::tus {
namespace {

const QString extensionsAbility = QStringLiteral("extensions");
const QString checksumsAbility = QStringLiteral("checksums");
const QString maxSizeAbility = QStringLiteral("max_size");
const QString bodyLimitAbility = QStringLiteral("body_limit");
const QString oneStreamAbility = QStringLiteral("concatenation_refused");
const QString credentialsAbility = QStringLiteral("credentials_taken");

// Smaller bodies than that are no cap of a proxy, but a server that takes nothing.
constexpr qint64 smallestBody = 16 * KiB;
constexpr qsizetype mostWords = 64; // of a list in a header

// Best first. CRC32 of tus is another one than CRC32C.
constexpr std::array checksumNames{
    std::pair(DigestKind::Sha256, "sha256"),
    std::pair(DigestKind::Sha1, "sha1"),
    std::pair(DigestKind::Md5, "md5"),
};

QStringList wordsOf(const QByteArray &list)
{
    QStringList words;
    for (const QByteArray &word : list.split(','))
        if (const QString plain = plainText(QString::fromLatin1(word.trimmed()));
            !plain.isEmpty() && words.size() < mostWords)
            words.append(plain);
    return words;
}

QStringList listIn(const QJsonObject &abilities, const QString &name)
{
    QStringList words;
    for (const auto &word : abilities[name].toArray())
        words.append(word.toString());
    return words;
}

} // namespace

Abilities abilitiesOf(const QJsonObject &abilities)
{
    Abilities can;
    can.bodyLimit = abilities[bodyLimitAbility].toInteger();
    can.maxSize = abilities[maxSizeAbility].toInteger();
    can.refusesConcatenation = abilities[oneStreamAbility].toBool();
    can.tookCredentials = abilities[credentialsAbility].toBool();
    can.known = abilities.contains(extensionsAbility);
    if (!can.known)
        return can;
    can.extensions = listIn(abilities, extensionsAbility);
    const auto has = [&can](const char *name) { return can.extensions.contains(QLatin1String(name)); };
    can.creation = has("creation");
    can.creationWithUpload = has("creation-with-upload");
    can.termination = has("termination");
    can.concatenation = has("concatenation") && !can.refusesConcatenation;
    if (has("checksum")) {
        const QStringList announced = listIn(abilities, checksumsAbility);
        for (const auto &[kind, name] : checksumNames)
            if (!can.checksum && announced.contains(QLatin1String(name)))
                can.checksum = kind;
    }
    return can;
}

Expected<QJsonObject> discovered(const HttpAnswer &answer, const QByteArray &url)
{
    // Section "OPTIONS" has Tus-Version; some servers say only what they speak.
    QStringList versions = wordsOf(headerValue(answer.headers, "Tus-Version"));
    if (versions.isEmpty())
        versions = wordsOf(headerValue(answer.headers, "Tus-Resumable"));
    if (versions.isEmpty())
        return fail(
            FailureKind::DestinationMissing,
            tr("What answers at %1 does not speak tus. Check the destination's address: it is the one "
               "where uploads are created, for example https://uploads.example.com/files/.")
                .arg(QString::fromUtf8(withoutSecrets(url))));
    if (!versions.contains(QLatin1String(protocolVersion)))
        return fail(
            FailureKind::Rejected,
            tr("The server speaks tus in version %1, Gantry in version %2. Ask its administrator for an "
               "update.")
                .arg(versions.join(QLatin1String(", ")), QLatin1String(protocolVersion)));
    QJsonObject abilities{{extensionsAbility, QJsonArray::fromStringList(
                                                  wordsOf(headerValue(answer.headers, "Tus-Extension")))}};
    if (const QStringList checksums = wordsOf(headerValue(answer.headers, "Tus-Checksum-Algorithm"));
        !checksums.isEmpty())
        abilities.insert(checksumsAbility, QJsonArray::fromStringList(checksums));
    if (const std::optional<qint64> most = sizeIn(answer.headers, "Tus-Max-Size"); most && *most > 0)
        abilities.insert(maxSizeAbility, *most);
    return abilities;
}

std::optional<QJsonObject> learnedFromTooLong(qint64 bodyLength, const QJsonObject &abilities)
{
    const qint64 half = bodyLength / 2;
    if (half < smallestBody)
        return std::nullopt;
    const qint64 before = abilitiesOf(abilities).bodyLimit;
    return QJsonObject{{bodyLimitAbility, before > 0 ? std::min(before, half) : half}};
}

QJsonObject learnedFromCreation(bool inPlaceOfParts, bool withCredentials)
{
    QJsonObject learned;
    if (inPlaceOfParts)
        learned.insert(oneStreamAbility, true);
    if (withCredentials)
        learned.insert(credentialsAbility, true);
    return learned;
}

QStringList describe(const QJsonObject &abilities)
{
    const Abilities can = abilitiesOf(abilities);
    if (!can.known)
        return {};
    QStringList lines;
    lines.append(can.extensions.isEmpty()
                     ? tr("It speaks tus %1, without extensions.").arg(QLatin1String(protocolVersion))
                     : tr("It speaks tus %1 with: %2.")
                           .arg(QLatin1String(protocolVersion), can.extensions.join(QLatin1String(", "))));
    lines.append(can.maxSize > 0
                     ? tr("A file may have up to %1.")
                           .arg(QLocale::c().formattedDataSize(can.maxSize, 2, QLocale::DataSizeIecFormat))
                     : tr("It names no limit for the size of a file."));
    if (can.concatenation)
        lines.append(tr("Large files go up as several parts at once."));
    else if (can.refusesConcatenation)
        lines.append(tr("A file goes up as one stream: the server, or a proxy in front of it, refused to put "
                        "parts together."));
    else
        lines.append(tr("A file goes up as one stream: the server does not put parts together."));
    if (can.checksum)
        lines.append(tr("It checks what arrives by its %1 checksum.")
                         .arg(QString::fromLatin1(checksumName(*can.checksum))));
    if (!can.termination)
        lines.append(
            tr("It cannot be asked to end an upload: what is cancelled stays there until it expires."));
    return lines;
}

QByteArray checksumName(DigestKind kind)
{
    for (const auto &[known, name] : checksumNames)
        if (known == kind)
            return name;
    return {};
}

} // namespace gantry::tus
