#include "app/service/http/request_head.h"

#include <QByteArray>
#include <QList>

#include <algorithm>

namespace gantry {
namespace {

tl::unexpected<ServiceError> malformed(const char *what)
{
    return refuse(ErrorCode::BadRequest, QString::fromLatin1(what));
}

std::optional<qint64> lengthOf(QByteArrayView text)
{
    const bool digits = !text.isEmpty() && text.size() <= 18 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits)
        return std::nullopt;
    return text.toByteArray().toLongLong();
}

// Field names are tokens (RFC 9110 section 5.6.2); the rest is refused, a blank before the colon above all.
bool isToken(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

Served<void> readField(RequestHead &head, QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || !isToken(line.first(colon)))
        return malformed("A header line is malformed.");
    const QByteArray name = line.first(colon).toByteArray().toLower();
    const QByteArray value = line.sliced(colon + 1).trimmed().toByteArray();
    if (name == "content-length") {
        const std::optional<qint64> length = lengthOf(value);
        if (!length || head.contentLength)
            return malformed("The Content-Length is not one number.");
        head.contentLength = length;
    } else if (name == "transfer-encoding") {
        return refuse(ErrorCode::LengthRequired,
                      QStringLiteral("Send the body with a Content-Length, not in chunks."));
    } else if (name == "expect") {
        if (value.toLower() != "100-continue")
            return refuse(ErrorCode::ExpectationFailed,
                          QStringLiteral("The only expectation that can be met is 100-continue."));
        head.expectsContinue = true;
    } else if (name == "connection") {
        for (const QByteArray &option : value.toLower().split(','))
            head.wantsClose = head.wantsClose || option.trimmed() == "close";
    }
    return {};
}

} // namespace

Served<RequestHead> parseRequestHead(QByteArrayView text)
{
    RequestHead head;
    bool first = true;
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype end = text.indexOf('\n', begin);
        if (end <= begin || text[end - 1] != '\r')
            return malformed("A line of the header does not end with CR LF.");
        const QByteArrayView line = text.sliced(begin, end - 1 - begin);
        begin = end + 1;
        if (line.isEmpty())
            break;
        if (std::any_of(line.begin(), line.end(), [](char c) { return c == '\0' || c == '\r'; }))
            return malformed("The header holds a control character.");
        if (std::exchange(first, false)) {
            head.wantsClose = line.endsWith("HTTP/1.0");
            continue;
        }
        if (line.front() == ' ' || line.front() == '\t')
            return malformed("A header line is folded.");
        const Served<void> read = readField(head, line);
        if (!read)
            return refuse(read.error());
    }
    return head;
}

} // namespace gantry
