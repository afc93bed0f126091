#include "app/service/http/url_text.h"

#include <QByteArray>
#include <QStringDecoder>

namespace gantry {
namespace {

std::optional<QString> decoded(QByteArrayView text, bool plusIsBlank)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            bool ok = false;
            const uint value = i + 2 < text.size() ? text.sliced(i + 1, 2).toByteArray().toUInt(&ok, 16) : 0;
            // toUInt() would take a sign or a blank.
            if (!ok || !std::isxdigit(static_cast<unsigned char>(text[i + 1])) ||
                !std::isxdigit(static_cast<unsigned char>(text[i + 2])))
                return std::nullopt;
            bytes += static_cast<char>(value);
            i += 2;
        } else {
            bytes += plusIsBlank && text[i] == '+' ? ' ' : text[i];
        }
    }
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString string = decoder(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return string;
}

} // namespace

std::optional<QStringList> pathSegments(QByteArrayView path)
{
    if (!path.startsWith('/'))
        return std::nullopt;
    QStringList segments;
    for (const QByteArray &segment : path.sliced(1).toByteArray().split('/')) {
        const std::optional<QString> text = decoded(segment, false);
        if (!text)
            return std::nullopt;
        segments.append(*text);
    }
    return segments;
}

std::optional<QHash<QString, QString>> queryParameters(QByteArrayView query)
{
    QHash<QString, QString> parameters;
    if (query.isEmpty())
        return parameters;
    for (const QByteArray &field : query.toByteArray().split('&')) {
        const qsizetype equals = field.indexOf('=');
        const std::optional<QString> name =
            decoded(QByteArrayView(field).first(equals < 0 ? field.size() : equals), true);
        const std::optional<QString> value =
            decoded(equals < 0 ? QByteArrayView() : QByteArrayView(field).sliced(equals + 1), true);
        if (!name || !value || parameters.contains(*name))
            return std::nullopt;
        parameters.insert(*name, *value);
    }
    return parameters;
}

} // namespace gantry
