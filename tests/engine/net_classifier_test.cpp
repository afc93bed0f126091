// What each of Qt's network errors means, and when a call has waited long enough.
#include "engine/transport/call_watch.h"
#include "engine/transport/net_classifier.h"

#include <QMetaEnum>
#include <QTest>

#include <map>

using namespace gantry;
using namespace std::chrono_literals;

using Error = QNetworkReply::NetworkError;

namespace {

// Without a status: nothing of an answer came.
const std::map<Error, FailureKind> withoutStatus = {
    {Error::NoError, FailureKind::ProtocolViolation},
    {Error::ConnectionRefusedError, FailureKind::Unreachable},
    {Error::RemoteHostClosedError, FailureKind::ConnectionLost},
    {Error::HostNotFoundError, FailureKind::Unreachable},
    {Error::TimeoutError, FailureKind::Unreachable},
    {Error::OperationCanceledError, FailureKind::ConnectionLost}, // not by us
    {Error::SslHandshakeFailedError, FailureKind::TlsUntrusted},
    {Error::TemporaryNetworkFailureError, FailureKind::Unreachable},
    {Error::NetworkSessionFailedError, FailureKind::Unreachable},
    {Error::BackgroundRequestNotAllowedError, FailureKind::Unreachable},
    {Error::TooManyRedirectsError, FailureKind::Redirected},
    {Error::InsecureRedirectError, FailureKind::Redirected},
    {Error::UnknownNetworkError, FailureKind::ConnectionLost},
    {Error::ProxyConnectionRefusedError, FailureKind::Unreachable},
    {Error::ProxyConnectionClosedError, FailureKind::Unreachable},
    {Error::ProxyNotFoundError, FailureKind::Unreachable},
    {Error::ProxyTimeoutError, FailureKind::Unreachable},
    {Error::ProxyAuthenticationRequiredError, FailureKind::Unreachable},
    {Error::UnknownProxyError, FailureKind::Unreachable},
    {Error::ContentAccessDenied, FailureKind::ProtocolViolation},
    {Error::ContentOperationNotPermittedError, FailureKind::ProtocolViolation},
    {Error::ContentNotFoundError, FailureKind::ProtocolViolation},
    {Error::AuthenticationRequiredError, FailureKind::ProtocolViolation},
    {Error::ContentReSendError, FailureKind::ConnectionLost},
    {Error::ContentConflictError, FailureKind::ProtocolViolation},
    {Error::ContentGoneError, FailureKind::ProtocolViolation},
    {Error::UnknownContentError, FailureKind::ProtocolViolation},
    {Error::ProtocolUnknownError, FailureKind::InvalidInput},
    {Error::ProtocolInvalidOperationError, FailureKind::ProtocolViolation},
    {Error::ProtocolFailure, FailureKind::ProtocolViolation},
    {Error::InternalServerError, FailureKind::ProtocolViolation},
    {Error::OperationNotImplementedError, FailureKind::ProtocolViolation},
    {Error::ServiceUnavailableError, FailureKind::ProtocolViolation},
    {Error::UnknownServerError, FailureKind::ProtocolViolation},
};

// Errors that Qt makes of a status; with one they are answers.
const std::map<Error, int> madeOfAStatus = {
    {Error::NoError, 200},
    {Error::ContentAccessDenied, 403},
    {Error::ContentOperationNotPermittedError, 405},
    {Error::ContentNotFoundError, 404},
    {Error::AuthenticationRequiredError, 401},
    {Error::ContentConflictError, 409},
    {Error::ContentGoneError, 410},
    {Error::UnknownContentError, 429},
    {Error::ProtocolInvalidOperationError, 400},
    {Error::InternalServerError, 500},
    {Error::OperationNotImplementedError, 501},
    {Error::ServiceUnavailableError, 503},
    {Error::UnknownServerError, 507},
};

NetOutcome outcomeOf(Error error, int status = 0)
{
    NetOutcome outcome;
    outcome.url = "https://user:pw@store.example:8443/bucket/key?X-Amz-Signature=secret";
    outcome.error = error;
    outcome.errorText = QStringLiteral("words of Qt");
    outcome.answer.status = status;
    return outcome;
}

} // namespace

class NetClassifierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meansSomethingForEveryError_data();
    void meansSomethingForEveryError();
    void knowsNoRoute();
    void cutAnswersAreLost();
    void redirectThatQtCouldNotRepeat();
    void saysWhyACertificateIsNotTrusted();
    void ourOwnEndsComeFirst();
    void namesHostAndPortOnly();
    void watchesForStalls();
    void watchesForAnswers();
    void allowsForTheSocketsBuffer();
};

void NetClassifierTest::meansSomethingForEveryError_data()
{
    QTest::addColumn<int>("error");
    const QMetaEnum all = QMetaEnum::fromType<Error>();
    QVERIFY(all.keyCount() > 30);
    for (int i = 0; i < all.keyCount(); ++i)
        QTest::newRow(all.key(i)) << all.value(i);
}

void NetClassifierTest::meansSomethingForEveryError()
{
    QFETCH(int, error);
    const auto code = static_cast<Error>(error);
    QVERIFY2(withoutStatus.contains(code), "a new error of Qt's: say what it means");
    const Expected<HttpAnswer> nothing = classify(outcomeOf(code));
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().kind, withoutStatus.at(code));
    QCOMPARE(nothing.error().httpStatus, 0);
    QVERIFY(nothing.error().message.contains(QLatin1String("store.example")));

    const auto status = madeOfAStatus.find(code);
    const Expected<HttpAnswer> some =
        classify(outcomeOf(code, status == madeOfAStatus.end() ? 200 : status->second));
    QCOMPARE(some.has_value(), status != madeOfAStatus.end());
    if (some)
        QCOMPARE(some->status, status->second);
    else
        QCOMPARE(some.error().httpStatus, 200);
}

void NetClassifierTest::knowsNoRoute()
{
    for (const char *text : {"Network unreachable", "Host unreachable"}) {
        NetOutcome outcome = outcomeOf(Error::UnknownNetworkError);
        outcome.errorText = QLatin1String(text);
        QCOMPARE(classify(outcome).error().kind, FailureKind::Unreachable);
        outcome.answer.status = 200; // it was reached, once
        QCOMPARE(classify(outcome).error().kind, FailureKind::ConnectionLost);
    }
}

void NetClassifierTest::cutAnswersAreLost()
{
    NetOutcome outcome = outcomeOf(Error::NoError, 200);
    outcome.answer.headers = {{"content-length", "10"}};
    outcome.answer.body = "012345678";
    QCOMPARE(classify(outcome).error().kind, FailureKind::ConnectionLost);
    outcome.answer.body = "0123456789";
    QVERIFY(classify(outcome));
    outcome.answer.body.clear();
    outcome.method = HttpMethod::Head;
    QVERIFY(classify(outcome));
    outcome.method = HttpMethod::Get;
    for (const int status : {204, 304}) {
        outcome.answer.status = status;
        QVERIFY(classify(outcome));
    }
    outcome.answer.status = 403;
    QCOMPARE(classify(outcome).error().kind, FailureKind::ConnectionLost);
    QCOMPARE(classify(outcome).error().httpStatus, 403);
}

void NetClassifierTest::redirectThatQtCouldNotRepeat()
{
    for (const int status : {307, 308})
        QVERIFY(classify(outcomeOf(Error::ContentReSendError, status)));
    QVERIFY(!classify(outcomeOf(Error::ContentReSendError, 200)));
}

void NetClassifierTest::saysWhyACertificateIsNotTrusted()
{
    NetOutcome outcome = outcomeOf(Error::SslHandshakeFailedError);
    QVERIFY(classify(outcome).error().message.contains(outcome.errorText));
    outcome.tlsReasons = QStringList{QStringLiteral("it is self-signed"), QStringLiteral("it has expired")};
    const Failure failure = classify(outcome).error();
    QCOMPARE(failure.kind, FailureKind::TlsUntrusted);
    QVERIFY(failure.message.contains(QLatin1String("it is self-signed; it has expired")));
    QVERIFY(failure.message.contains(QLatin1String("store.example:8443")));
}

void NetClassifierTest::ourOwnEndsComeFirst()
{
    const std::map<CallEnd, FailureKind> ends = {
        {CallEnd::Cancelled, FailureKind::Cancelled},
        {CallEnd::Stalled, FailureKind::Stalled},
        {CallEnd::Unanswered, FailureKind::Stalled},
        {CallEnd::AnswerTooLong, FailureKind::ProtocolViolation},
    };
    for (const auto &[end, kind] : ends) {
        for (const Error error : {Error::NoError, Error::OperationCanceledError}) {
            NetOutcome outcome = outcomeOf(error, 200);
            outcome.end = end;
            outcome.limit = 1500ms;
            const Failure failure = classify(outcome).error();
            QCOMPARE(failure.kind, kind);
            QVERIFY(failure.message.contains(QLatin1String("store.example:8443")));
            if (kind == FailureKind::Stalled)
                QVERIFY(failure.message.contains(QLatin1String("1.5 s")));
        }
    }
}

void NetClassifierTest::namesHostAndPortOnly()
{
    const auto messageFor = [](const QByteArray &url) {
        NetOutcome outcome = outcomeOf(Error::ConnectionRefusedError);
        outcome.url = url;
        return classify(outcome).error().message;
    };
    QVERIFY(messageFor("https://store.example/k?secret").contains(QLatin1String("store.example:443")));
    QVERIFY(messageFor("http://store.example/k?secret").contains(QLatin1String("store.example:80")));
    QVERIFY(messageFor("http://[::1]:99/k").contains(QLatin1String("[::1]:99")));
    for (const auto &[error, kind] : withoutStatus) {
        const QString message = classify(outcomeOf(error)).error().message;
        QVERIFY(!message.contains(QLatin1String("secret")));
        QVERIFY(!message.contains(QLatin1String("pw@")));
    }
}

void NetClassifierTest::watchesForStalls()
{
    using Verdict = CallWatch::Verdict;
    CallWatch watch(1000ms, 1h);
    CallFigures figures;
    QCOMPARE(watch.look(5000, figures), Verdict::Fine); // counted from the first look
    QCOMPARE(watch.look(5999, figures), Verdict::Fine);
    figures.sent = 1;
    QCOMPARE(watch.look(6000, figures), Verdict::Fine);
    QCOMPARE(watch.look(6999, figures), Verdict::Fine);
    figures.heldByUs = true;
    QCOMPARE(watch.look(60'000, figures), Verdict::Fine);
    figures.heldByUs = false;
    QCOMPARE(watch.look(60'999, figures), Verdict::Fine);
    QCOMPARE(watch.look(61'000, figures), Verdict::Stalled);
    // The same while an answer is received.
    figures.bodyOut = figures.answered = true;
    figures.received = 1;
    QCOMPARE(watch.look(61'000, figures), Verdict::Fine);
    QCOMPARE(watch.look(62'000, figures), Verdict::Stalled);
}

void NetClassifierTest::watchesForAnswers()
{
    using Verdict = CallWatch::Verdict;
    CallWatch watch(10ms, 1000ms);
    CallFigures figures;
    figures.bodyOut = true;
    QCOMPARE(watch.look(100, figures), Verdict::Fine);
    QCOMPARE(watch.look(1099, figures), Verdict::Fine); // longer than the stall limit
    QCOMPARE(watch.look(1100, figures), Verdict::Unanswered);
    figures.answered = true;
    figures.received = 1;
    QCOMPARE(watch.look(1100, figures), Verdict::Fine);
}

void NetClassifierTest::allowsForTheSocketsBuffer()
{
    constexpr qint64 MiB = 1024 * 1024;
    QCOMPARE(CallWatch::drainTime(0, 0), 0ms);
    QCOMPARE(CallWatch::drainTime(640, 0), 10ms);               // too short to tell: 64 bytes a millisecond
    QCOMPARE(CallWatch::drainTime(4 * MiB, 5), 65'536ms);       // all of it may still be in the buffer
    QCOMPARE(CallWatch::drainTime(104 * MiB, 100'000), 4000ms); // 1 MiB a second
    QCOMPARE(CallWatch::drainTime(104 * MiB, 0), 0ms);
    QCOMPARE(CallWatch::drainTime(12 * MiB, 1h / 1ms), 262'144ms); // and never longer than this
}

QTEST_GUILESS_MAIN(NetClassifierTest)
#include "net_classifier_test.moc"
