// What every kind of destination owes the engine, asked of each one in the catalogue.
#include "engine/protocol/backend_catalogue.h"

#include <QJsonArray>
#include <QTest>
#include <QUrl>

using namespace gantry;

namespace {

// A secret may be a header with its name.
const QByteArray canary = "Canary: 0f3a9b";

// As the kind itself makes it of its server's answer; where no answer here suits, one with an awkward ID.
Session sessionOf(const ProtocolBackend &backend, const StepContext &context)
{
    const HttpAnswer created{201, {{"Location", "https://store.example/base/a%20b%2F..%3F"}}, {}};
    const Expected<Outcome> outcome = backend.interpret(Step::Open, context, created);
    const auto *opened = outcome ? std::get_if<Opened>(&*outcome) : nullptr;
    return opened ? opened->session : Session{QStringLiteral("id/../ %?#"), context.upload.key, QString(), 0};
}

StepContext contextFor(const ProtocolBackend &backend, const QJsonObject &abilities)
{
    StepContext context;
    context.destination.name = QStringLiteral("contract");
    context.destination.kind = backend.traits().kind;
    const QList<SettingsField> fields = backend.traits().fields;
    for (const SettingsField &field : fields) {
        if (field.type == SettingsField::Type::Secret)
            context.secrets.insert(field.name, canary);
        else if (field.type == SettingsField::Type::Url)
            context.destination.fields.insert(field.name, QStringLiteral("https://store.example/base"));
        else if (field.required)
            context.destination.fields.insert(field.name, QStringLiteral("value"));
    }
    context.abilities = abilities;
    context.upload = {QStringLiteral("shoot/a b+%é#?.mov"), 25 * MiB, QStringLiteral("video/quicktime"),
                      QStringLiteral("f00d"), QStringLiteral("token")};
    context.session = sessionOf(backend, context);
    context.plan = ChunkPlan{25 * MiB, 10 * MiB, 3};
    context.wantedPartSize = 10 * MiB;
    context.partNumber = 3;
    context.range = {20 * MiB, 5 * MiB};
    context.grant = PartGrant{3, "https://store.example/part?signature=x", 0};
    context.digests = {QByteArray(16, 'm'), QByteArray(20, '1'), QByteArray(32, 's'), QByteArray(4, 'c')};
    context.wantedParts = {1, 2, 3};
    for (int number = 1; number <= 3; ++number)
        context.receipts.append({number, {"\"00112233445566778899aabbccddeeff\"", QByteArray(16, 'm')}});
    context.wallMs = 1'800'000'000'000;
    return context;
}

QList<Step> stepsOf(const BackendTraits &traits)
{
    QList<Step> steps{Step::Open, Step::Survey, Step::SendPart, Step::Look, Step::Abort};
    if (traits.discovers)
        steps.append(Step::Discover);
    if (traits.findsSessions || traits.findsInVain)
        steps.append(Step::Find);
    if (traits.authorisesParts)
        steps.append(Step::Authorise);
    if (traits.opensParts)
        steps.append(Step::OpenPart);
    if (traits.partsGrow)
        steps.append(Step::SurveyPart);
    if (traits.commits)
        steps.append(Step::Commit);
    if (traits.listsSessions)
        steps.append(Step::List);
    if (traits.hasLifecycle)
        steps.append(Step::ShowLifecycle); // SetLifecycle needs its answer
    return steps;
}

const QList<QJsonObject> abilitySets{
    {},
    {{QStringLiteral("features"),
      QJsonArray{QStringLiteral("parts"), QStringLiteral("urls"), QStringLiteral("part_size"),
                 QStringLiteral("lazy_urls"), QStringLiteral("progress_status")}}},
    {{QStringLiteral("extensions"),
      QJsonArray{QStringLiteral("creation"), QStringLiteral("checksum"), QStringLiteral("concatenation"),
                 QStringLiteral("expiration"), QStringLiteral("termination")}},
     {QStringLiteral("checksums"), QJsonArray{QStringLiteral("sha1")}}},
};

const QList<QByteArray> nonsense{
    {},
    "{",
    "[]",
    "null",
    "<html><body>Welcome to the hotel</body></html>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>",
    R"({"upload_id":7,"chunk_size":-1,"total_chunks":"many","chunk_urls":{},"parts":[1,2],"status":[]})",
    R"({"upload_id":"x","chunk_size":1e300,"total_chunks":0.5,"chunk_urls":[{"part_number":0,"url":"file:///etc/passwd"}]})",
    QByteArray(100'000, '{'),
};

} // namespace

class BackendContractTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(!backendKinds().isEmpty()); }
    void everyone_data();
    void everyone();
    void traitsAreSane();
    void settingsAreChecked();
    void callsAreWellFormedAndKeepSecrets();
    void noNonsenseIsASuccess();
    void aRefusalIsNeverASuccess();
    void sessionsAreToldApart();
};

// One row for each kind, so that a report names the one that breaks the contract.
void BackendContractTest::everyone_data()
{
    QTest::addColumn<QString>("kind");
    for (const QString &kind : backendKinds())
        QTest::newRow(qPrintable(kind)) << kind;
}

void BackendContractTest::everyone()
{
    QFETCH(QString, kind);
    const ProtocolBackend *backend = backendOf(kind);
    QVERIFY(backend);
    QCOMPARE(backend->traits().kind, kind);
    QVERIFY(!backendOf(kind + QLatin1Char('x')));
}

void BackendContractTest::traitsAreSane()
{
    for (const QString &kind : backendKinds()) {
        const BackendTraits traits = backendOf(kind)->traits();
        QVERIFY2(!traits.displayName.isEmpty() && !traits.fields.isEmpty(), qPrintable(kind));
        QVERIFY(traits.bounds.minPartSize > 0 && traits.bounds.maxPartSize >= traits.bounds.minPartSize);
        QVERIFY(planChunks(traits.bounds.maxObjectSize, traits.bounds));
        QSet<QString> names;
        for (const SettingsField &field : traits.fields) {
            QVERIFY2(!field.name.isEmpty() && !field.label.isEmpty(), qPrintable(kind));
            names.insert(field.name);
        }
        QCOMPARE(names.size(), traits.fields.size());
    }
}

void BackendContractTest::settingsAreChecked()
{
    for (const QString &kind : backendKinds()) {
        const ProtocolBackend *backend = backendOf(kind);
        const StepContext context = contextFor(*backend, {});
        QVERIFY2(backend->validate(context.destination), qPrintable(kind));
        for (const SettingsField &field : backend->traits().fields) {
            if (field.type != SettingsField::Type::Url)
                continue;
            for (const char *bad : {"", "nonsense", "ftp://host/", "https://", "https://user:pass@host/",
                                    "https://host/?q", "https://host/#f"}) {
                DestinationSettings settings = context.destination;
                settings.fields.insert(field.name, QString::fromLatin1(bad));
                const Expected<void> valid = backend->validate(settings);
                QVERIFY2(!valid, bad);
                QCOMPARE(valid.error().kind, FailureKind::InvalidInput);
            }
        }
    }
}

void BackendContractTest::callsAreWellFormedAndKeepSecrets()
{
    for (const QString &kind : backendKinds()) {
        const ProtocolBackend *backend = backendOf(kind);
        for (const QJsonObject &abilities : abilitySets) {
            const StepContext context = contextFor(*backend, abilities);
            for (const Step step : stepsOf(backend->traitsFor(context.destination, abilities))) {
                const QByteArray what = kind.toUtf8() + ": " + toName(step).data();
                const Expected<HttpCall> call = backend->compose(step, context);
                QVERIFY2(call, what.constData());
                const QUrl url = QUrl::fromEncoded(call->url, QUrl::StrictMode);
                QVERIFY2(url.isValid() && !url.host().isEmpty(), what.constData());
                QVERIFY2(!url.path(QUrl::FullyEncoded).contains(QLatin1String("/../")), what.constData());
                QVERIFY2(!call->url.contains(canary), what.constData());
                QVERIFY2(!call->inlineBody.contains(canary), what.constData());
                QVERIFY2(call->answerLimit > 0 && call->answerLimit <= 64 * MiB, what.constData());
                if (step == Step::SendPart) {
                    QCOMPARE(call->bodyKind, BodyKind::Range);
                    QCOMPARE(call->range, context.range);
                }
                // Where a permission is in the address, our credentials are not for whoever that is.
                if (step == Step::SendPart && backend->traits().authorisesParts)
                    for (const HttpHeader &header : call->headers)
                        QVERIFY2(!header.value.contains(canary), what.constData());
                QCOMPARE(backend->compose(step, context)->url, call->url);
            }
        }
    }
}

void BackendContractTest::noNonsenseIsASuccess()
{
    for (const QString &kind : backendKinds()) {
        const ProtocolBackend *backend = backendOf(kind);
        for (const QJsonObject &abilities : abilitySets) {
            const StepContext context = contextFor(*backend, abilities);
            for (const Step step : stepsOf(backend->traitsFor(context.destination, abilities))) {
                for (const QByteArray &body : nonsense) {
                    const Expected<Outcome> outcome = backend->interpret(step, context, {200, {}, body});
                    if (outcome) {
                        const QByteArray what =
                            kind.toUtf8() + ": " + toName(step).data() + ": " + body.left(40);
                        QVERIFY2(!std::holds_alternative<Opened>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<PartStored>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<Committed>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<Surveyed>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<PartOpened>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<PartGrown>(*outcome), what.constData());
                        const auto *looked = std::get_if<Looked>(&*outcome);
                        QVERIFY2(!looked || looked->found != Looked::Found::Whole, what.constData());
                    } else {
                        QVERIFY(!outcome.error().message.contains(QString::fromLatin1(canary)));
                        QVERIFY(outcome.error().message.size() < 1000);
                    }
                }
            }
        }
    }
}

void BackendContractTest::aRefusalIsNeverASuccess()
{
    const QByteArray tempting =
        R"({"status":"completed","etag":"\"x\"","size":26214400,"upload_id":"x","chunk_size":10485760,"total_chunks":3,"chunk_urls":[],"resumable":true,"parts":[]})";
    for (const QString &kind : backendKinds()) {
        const ProtocolBackend *backend = backendOf(kind);
        for (const QJsonObject &abilities : abilitySets) {
            const StepContext context = contextFor(*backend, abilities);
            for (const Step step : stepsOf(backend->traitsFor(context.destination, abilities))) {
                for (const int status : {100, 301, 302, 307, 400, 401, 403, 404, 405, 408, 409, 410,
                                         412, 413, 416, 423, 429, 460, 500, 502, 503, 504, 507}) {
                    const Expected<Outcome> outcome = backend->interpret(
                        step, context,
                        {status, {{"ETag", "\"x\""}, {"Location", "http://evil.example/"}}, tempting});
                    const QByteArray what =
                        kind.toUtf8() + ": " + toName(step).data() + ": " + QByteArray::number(status);
                    if (outcome) {
                        QVERIFY2(!std::holds_alternative<Opened>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<PartStored>(*outcome), what.constData());
                        QVERIFY2(!std::holds_alternative<Committed>(*outcome), what.constData());
                        const auto *looked = std::get_if<Looked>(&*outcome);
                        QVERIFY2(!looked || looked->found != Looked::Found::Whole, what.constData());
                    } else if (status == 429 || status == 503) {
                        QVERIFY2(outcome.error().kind == FailureKind::Busy, what.constData());
                    } else if (status >= 300 && status < 400) {
                        QVERIFY2(outcome.error().kind == FailureKind::Redirected, what.constData());
                    }
                }
            }
        }
    }
}

void BackendContractTest::sessionsAreToldApart()
{
    for (const QString &kind : backendKinds()) {
        const ProtocolBackend *backend = backendOf(kind);
        const Session a{QStringLiteral("a"), QStringLiteral("k"), {}, 1};
        Session later = a;
        later.openedMs = 2;
        QVERIFY(backend->sameSession(a, later));
        QVERIFY(!backend->sameSession(a, {QStringLiteral("b"), QStringLiteral("k"), {}, 1}));
    }
}

QTEST_APPLESS_MAIN(BackendContractTest)
#include "backend_contract_test.moc"
