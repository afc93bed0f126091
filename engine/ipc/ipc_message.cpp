#include "engine/ipc/ipc_message.h"

#include "engine/ipc/json_fields.h"
#include "engine/ipc/snapshot_json.h"

#include <QJsonDocument>

namespace gantry {
namespace {

tl::unexpected<Failure> violation(const QString &what)
{
    return fail(FailureKind::ProtocolViolation, what);
}

QJsonObject bodyOf(const Hello &hello)
{
    return {{QLatin1String("hello"), hello.protocol},
            {QLatin1String("version"), hello.version},
            {QLatin1String("pid"), hello.pid},
            {QLatin1String("sending"), hello.sending},
            {QLatin1String("events"), hello.events}};
}

QJsonObject bodyOf(const Request &request)
{
    return {{QLatin1String("request"), request.number},
            {QLatin1String("call"), request.call},
            {QLatin1String("arguments"), request.arguments}};
}

QJsonObject bodyOf(const Answer &answer)
{
    if (answer.result)
        return {{QLatin1String("answer"), answer.number}, {QLatin1String("result"), *answer.result}};
    return {{QLatin1String("answer"), answer.number},
            {QLatin1String("failure"), toJson(answer.result.error())}};
}

QJsonObject bodyOf(const Event &event)
{
    return {{QLatin1String("body"), event.body}};
}

Expected<IpcMessage> readHello(JsonFields fields)
{
    Hello hello;
    hello.protocol = fields.smallInteger(QLatin1String("hello"), 1);
    // Another protocol's hello may have other members; its number and version are all that is ever asked of
    // it.
    hello.version = fields.text(QLatin1String("version"));
    if (hello.protocol == ipcProtocolVersion) {
        hello.pid = fields.integer(QLatin1String("pid"));
        hello.sending = fields.flag(QLatin1String("sending"));
        hello.events = fields.flag(QLatin1String("events"));
    }
    return checked<IpcMessage>(fields, hello);
}

Expected<IpcMessage> readRequest(JsonFields fields)
{
    Request request;
    request.number = fields.integer(QLatin1String("request"));
    request.call = fields.text(QLatin1String("call"));
    request.arguments = fields.object(QLatin1String("arguments"));
    return checked<IpcMessage>(fields, request);
}

Expected<IpcMessage> readAnswer(JsonFields fields)
{
    Answer answer;
    answer.number = fields.integer(QLatin1String("answer"));
    if (fields.has(QLatin1String("failure"))) {
        const Expected<Failure> failure = failureFromJson(fields.object(QLatin1String("failure")));
        answer.result = fail(failure ? *failure : failure.error());
    } else {
        answer.result = fields.object(QLatin1String("result"));
    }
    return checked<IpcMessage>(fields, answer);
}

} // namespace

QByteArray encodeMessage(const IpcMessage &message)
{
    const QJsonObject object = std::visit([](const auto &body) { return bodyOf(body); }, message);
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Expected<IpcMessage> decodeMessage(const QByteArray &line)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return violation(QStringLiteral("A message is no JSON object."));
    JsonFields fields(document.object());
    const bool known[] = {fields.has(QLatin1String("hello")), fields.has(QLatin1String("request")),
                          fields.has(QLatin1String("answer")), fields.has(QLatin1String("body"))};
    if (known[0] + known[1] + known[2] + known[3] != 1)
        return violation(QStringLiteral("A message is of no known kind."));
    if (known[0])
        return readHello(std::move(fields));
    if (known[1])
        return readRequest(std::move(fields));
    if (known[2])
        return readAnswer(std::move(fields));
    const Event event{fields.object(QLatin1String("body"))};
    return checked<IpcMessage>(fields, event);
}

Expected<QList<QByteArray>> LineSplitter::feed(const QByteArray &bytes)
{
    QList<QByteArray> lines;
    qsizetype begin = 0;
    while (!m_broken) {
        const qsizetype end = bytes.indexOf('\n', begin);
        const qsizetype length = (end < 0 ? bytes.size() : end) - begin;
        if (m_rest.size() + length >= m_maxLine) {
            m_broken = true;
            break;
        }
        m_rest.append(bytes.constData() + begin, length);
        if (end < 0)
            return lines;
        lines.append(std::exchange(m_rest, {}));
        begin = end + 1;
    }
    m_rest.clear();
    return violation(QStringLiteral("A message is longer than %1 bytes.").arg(m_maxLine));
}

} // namespace gantry
