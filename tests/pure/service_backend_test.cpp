// What an upload service, and the store that its links lead to, answer to a part.
#include "engine/protocol/service/service_backend.h"

#include <QTest>

using namespace gantry;

namespace {

QByteArray error(const QByteArray &code, const QByteArray &message = {})
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message +
           "</Message></Error>";
}

} // namespace

class ServiceBackendTest : public QObject
{
    Q_OBJECT

private:
    StepContext m_context;

private Q_SLOTS:
    void refusedParts_data();
    void refusedParts();
    void nothingIsLeftToEnd();
};

void ServiceBackendTest::refusedParts_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    const auto ofStore = [](const char *code, int status, FailureKind kind) {
        QTest::addRow("%s, %d", code, status) << status << error(code, "said by the store") << kind;
    };
    ofStore("RequestTimeout", 400, FailureKind::Busy);
    ofStore("SlowDown", 503, FailureKind::Busy);
    ofStore("InternalError", 500, FailureKind::ServerError);
    ofStore("ExpiredToken", 400, FailureKind::LinkExpired);
    ofStore("InvalidToken", 400, FailureKind::LinkExpired);
    ofStore("AuthorizationQueryParametersError", 400, FailureKind::LinkExpired);
    ofStore("AccessDenied", 403, FailureKind::LinkExpired);
    ofStore("SignatureDoesNotMatch", 403, FailureKind::LinkExpired);
    ofStore("RequestTimeTooSkewed", 403, FailureKind::LinkExpired);
    ofStore("NeverHeardOf", 403, FailureKind::LinkExpired);
    ofStore("IncompleteBody", 400, FailureKind::IntegrityMismatch);
    ofStore("BadDigest", 400, FailureKind::IntegrityMismatch);
    ofStore("InvalidDigest", 400, FailureKind::IntegrityMismatch);
    ofStore("QuotaExceeded", 403, FailureKind::QuotaExceeded);
    ofStore("EntityTooLarge", 400, FailureKind::TooLarge);
    ofStore("NoSuchUpload", 404, FailureKind::SessionLost);
    ofStore("NoSuchKey", 404, FailureKind::SessionLost);
    ofStore("NeverHeardOf", 400, FailureKind::Rejected);
    const auto plain = [](const char *name, int status, const QByteArray &body, FailureKind kind) {
        QTest::newRow(name) << status << body << kind;
    };
    plain("the service's own busy part", 503, R"({"error":"part_busy"})", FailureKind::Locked);
    plain("the service's own conflict", 409, R"({"error":"part_busy"})", FailureKind::Locked);
    plain("the service's own link", 403, R"({"error":"link_expired"})", FailureKind::LinkExpired);
    plain("the service's own refusal", 400, R"({"error":"wrong_length"})", FailureKind::Rejected);
    plain("nothing at all", 400, {}, FailureKind::Rejected);
    plain("HTML", 502, "<html><body>Bad Gateway</body></html>", FailureKind::ServerError);
    plain("a declaration", 400, "<!DOCTYPE x><Error><Code>RequestTimeout</Code></Error>",
          FailureKind::Rejected);
}

void ServiceBackendTest::refusedParts()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(FailureKind, kind);
    StepContext context;
    context.grant = PartGrant{1, "https://store.example/b/k?X-Amz-Signature=canary", 0};
    const Expected<Outcome> outcome =
        makeServiceBackend()->interpret(Step::SendPart, context, {status, {}, body});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, kind);
    QCOMPARE(outcome.error().httpStatus, status);
    const QString told = outcome.error().message;
    QVERIFY(!told.contains(QLatin1String("canary")));
    // A person has no credentials for the store of a service.
    QVERIFY2(kind != FailureKind::LinkExpired || !told.contains(QLatin1String("credentials")),
             qPrintable(told));
}

void ServiceBackendTest::nothingIsLeftToEnd()
{
    m_context.session = Session{QStringLiteral("u1"), {}, {}, 0, 0};
    const auto ended = [&](int status, const QByteArray &body) {
        const Expected<Outcome> outcome =
            makeServiceBackend()->interpret(Step::Abort, m_context, {status, {}, body});
        return outcome && std::holds_alternative<Aborted>(*outcome);
    };
    QVERIFY(ended(204, {}));
    QVERIFY(ended(404, R"({"error":"not_found"})"));
    QVERIFY(ended(409, R"({"error":"already_completed"})")); // finished: not to be asked for ever
    QVERIFY(!ended(409, R"({"error":"busy"})"));
    QVERIFY(!ended(503, R"({"error":"busy"})"));
}

QTEST_APPLESS_MAIN(ServiceBackendTest)
#include "service_backend_test.moc"
