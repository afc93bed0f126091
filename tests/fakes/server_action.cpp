#include "tests/fakes/loopback_server.h"

#include <QDateTime>
#include <QLocale>

namespace gantry {

namespace {

ServerAction ofKind(ServerAction::Kind kind)
{
    ServerAction action;
    action.kind = kind;
    return action;
}

} // namespace

QByteArray RecordedRequest::path() const
{
    return target.split('?').first();
}

QByteArray httpDate(qint64 msSinceEpoch)
{
    return QLocale::c()
        .toString(QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC),
                  QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

ServerAction ServerAction::answerWith(int status, QByteArray body, HttpHeaders headers)
{
    ServerAction action;
    action.answer = {status, std::move(body), std::move(headers)};
    return action;
}

ServerAction ServerAction::doWork(Work work)
{
    ServerAction action;
    action.work = std::move(work);
    return action;
}

ServerAction ServerAction::real()
{
    ServerAction action;
    action.realWork = true;
    return action;
}

ServerAction ServerAction::answerEarly(int status, QByteArray body, bool keepReading)
{
    ServerAction action = answerWith(status, std::move(body));
    action.kind = Kind::AnswerEarly;
    action.keepReading = keepReading;
    return action;
}

ServerAction ServerAction::redirect(const QByteArray &location, int status)
{
    return answerWith(status, {}, {{"Location", location}});
}

ServerAction ServerAction::closeAtHeaders()
{
    return ofKind(Kind::CloseAtHeaders);
}

ServerAction ServerAction::closeMidBody(qint64 bytes)
{
    ServerAction action = ofKind(Kind::CloseMidBody);
    action.bytes = bytes;
    return action;
}

ServerAction ServerAction::stopReading()
{
    return ofKind(Kind::StopReading);
}

ServerAction ServerAction::loseAnswer()
{
    ServerAction action = ofKind(Kind::LoseAnswer);
    action.realWork = true;
    return action;
}

ServerAction ServerAction::silence()
{
    return ofKind(Kind::Silence);
}

ServerAction ServerAction::unboundedBody()
{
    return ofKind(Kind::UnboundedBody);
}

ServerAction ServerAction::unboundedHeaders()
{
    return ofKind(Kind::UnboundedHeaders);
}

ServerAction ServerAction::garbage(QByteArray text)
{
    ServerAction action = ofKind(Kind::Garbage);
    action.answer.body = std::move(text);
    return action;
}

ServerAction ServerAction::delayedBy(std::chrono::milliseconds time) const
{
    ServerAction action = *this;
    action.delay = time;
    return action;
}

ServerAction ServerAction::heldWhile(std::shared_ptr<std::atomic<bool>> condition) const
{
    ServerAction action = *this;
    action.held = std::move(condition);
    return action;
}

ServerAction ServerAction::drippedAt(qint64 bytesPerSecond) const
{
    ServerAction action = *this;
    action.dripBytesPerSecond = bytesPerSecond;
    return action;
}

ServerAction ServerAction::cutShortAfter(qint64 count) const
{
    ServerAction action = *this;
    action.cutAfter = count;
    return action;
}

ServerAction ServerAction::hangingAfter(qint64 count) const
{
    ServerAction action = *this;
    action.hangAfter = count;
    return action;
}

ServerAction ServerAction::inChunks() const
{
    ServerAction action = *this;
    action.chunked = true;
    return action;
}

ServerAction ServerAction::thenClose() const
{
    ServerAction action = *this;
    action.closeAfter = true;
    return action;
}

ServerAction ServerAction::edited(std::function<void(ServerAnswer &)> change) const
{
    ServerAction action = *this;
    action.edit = std::move(change);
    return action;
}

ServerAction ServerAction::withHeader(const QByteArray &name, const QByteArray &value) const
{
    return edited([name, value](ServerAnswer &changed) {
        changed.headers.removeIf([&name](const HttpHeader &header) {
            return header.name.compare(name, Qt::CaseInsensitive) == 0;
        });
        changed.headers.append(HttpHeader{name, value});
    });
}

} // namespace gantry
