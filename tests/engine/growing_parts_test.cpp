// Parts that the server keeps the beginning of: cut, continued, opened, limited, and left behind. The kind is
// made up, and the only one in this program's catalogue: what is tested is how the engine drives any such
// kind.
#include "engine/protocol/backend_catalogue.h"
#include "engine/protocol/status_meaning.h"
#include "tests/engine/engine_fixture.h"
#include "tests/fakes/loopback_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMutex>

#include <algorithm>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

const QString kindName = QStringLiteral("growing");
const QString fieldUrl = QStringLiteral("url");
const QString fieldParts = QStringLiteral("parts"); // so many, opened one by one; 1: one that Open begins
const QString limitAbility = QStringLiteral("limit");

// /NUMBER is a part: POST opens it, HEAD tells how much is there, PUT adds from the offset in its query,
// DELETE ends it. POST /all assembles.
class GrowingBackend final : public ProtocolBackend
{
public:
    BackendTraits traits() const override
    {
        BackendTraits traits;
        traits.kind = kindName;
        traits.displayName = kindName;
        traits.bounds.minPartSize = 1;
        traits.partsGrow = true;
        traits.partEtagsAreMd5 = false;
        traits.fields = {{fieldUrl, fieldUrl, SettingsField::Type::Url, true, {}},
                         {fieldParts, fieldParts, SettingsField::Type::Text, true, {}}};
        return traits;
    }

    BackendTraits traitsFor(const DestinationSettings &settings, const QJsonObject &) const override
    {
        BackendTraits traits = this->traits();
        traits.opensParts = partsOf(settings) > 1;
        return traits;
    }

    Expected<void> validate(const DestinationSettings &) const override { return {}; }
    bool sameSession(const Session &a, const Session &b) const override { return a.id == b.id; }
    QByteArray expectedObjectEtag(const StepContext &) const override { return {}; }

    std::optional<Opened> openLocally(const StepContext &context) const override
    {
        const int parts = partsOf(context.destination);
        if (parts == 1)
            return std::nullopt;
        return opened(context.upload.openToken, (context.upload.size + parts - 1) / parts, parts);
    }

    bool isPartOpen(const Session &session, int number) const override
    {
        return session.id == QLatin1String("one") || openParts(session).contains(number);
    }

    Session withPart(const Session &session, int number, const QString &address) const override
    {
        QJsonArray parts;
        for (const auto &part : openParts(session))
            if (part.toInt() != number)
                parts.append(part);
        if (!address.isEmpty())
            parts.append(number);
        Session changed = session;
        changed.details = QString::fromUtf8(QJsonDocument(parts).toJson());
        return changed;
    }

    bool leavesPartsBehind(const Session &session) const override
    {
        return session.id != QLatin1String("one");
    }

    std::optional<qint64> bodyLimit(const StepContext &context) const override
    {
        const qint64 limit = context.abilities[limitAbility].toInteger();
        return limit > 0 ? std::optional(limit) : std::nullopt;
    }

    Expected<HttpCall> compose(Step step, const StepContext &context) const override
    {
        switch (step) {
        case Step::Open:
            return call(HttpMethod::Post, context, QStringLiteral("1"));
        case Step::OpenPart:
            return call(HttpMethod::Post, context, QString::number(context.partNumber));
        case Step::Survey:
            return call(HttpMethod::Head, context, QString::number(pageOf(context)));
        case Step::SurveyPart:
            return call(HttpMethod::Head, context, QString::number(context.partNumber));
        case Step::SendPart: {
            const qint64 offset = context.range.offset - context.plan->rangeOf(context.partNumber).offset;
            HttpCall put =
                call(HttpMethod::Put, context, QStringLiteral("%1?%2").arg(context.partNumber).arg(offset));
            put.bodyKind = BodyKind::Range;
            put.range = context.range;
            return put;
        }
        case Step::Commit:
        case Step::Look:
            return call(HttpMethod::Post, context, QStringLiteral("all"));
        case Step::Abort:
            return call(HttpMethod::Delete, context, QString::number(pageOf(context)));
        default:
            return fail(FailureKind::InvalidInput, QStringLiteral("not asked for"));
        }
    }

    Expected<Outcome> interpret(Step step, const StepContext &context,
                                const HttpAnswer &answer) const override
    {
        if (step == Step::SendPart && answer.status == 413)
            return Learned{{{limitAbility, context.range.length / 2}}};
        if (answer.status == 409)
            return fail(FailureKind::OffsetConflict, QStringLiteral("another offset"));
        if (answer.status != 200)
            return fail(failureOfStatus(answer, {}, {}, 0));
        const qint64 have = headerValue(answer.headers, "X-Have").toLongLong();
        switch (step) {
        case Step::Open:
            return opened(QStringLiteral("one"), context.upload.size, 1);
        case Step::OpenPart:
            return PartOpened{QString::number(context.partNumber)};
        case Step::Survey: {
            const int number = pageOf(context);
            Surveyed surveyed;
            surveyed.ranges = {{{context.plan->rangeOf(number).offset, have}, true, {}}};
            surveyed.nextPage = nextPage(context);
            return surveyed;
        }
        case Step::SurveyPart:
            return PartGrown{have, 0};
        case Step::SendPart:
            if (have == context.plan->rangeOf(context.partNumber).length)
                return PartStored{};
            return PartGrown{have, 0};
        case Step::Commit:
            return Committed{{}, have, {}};
        case Step::Abort:
            if (const QString next = nextPage(context); !next.isEmpty())
                return MoreToAsk{next};
            return Aborted{};
        default:
            return Looked{};
        }
    }

private:
    static int partsOf(const DestinationSettings &settings)
    {
        return std::max(1, settings.fields.value(fieldParts).toInt());
    }
    static QJsonArray openParts(const Session &session)
    {
        return QJsonDocument::fromJson(session.details.toUtf8()).array();
    }
    static QList<int> numbersOf(const StepContext &context)
    {
        QList<int> numbers;
        for (const auto &number : openParts(*context.session))
            numbers.append(number.toInt());
        return numbers.isEmpty() ? QList<int>{1} : numbers;
    }
    static int pageOf(const StepContext &context)
    {
        return context.page.isEmpty() ? numbersOf(context).first() : context.page.toInt();
    }
    static QString nextPage(const StepContext &context)
    {
        const QList<int> numbers = numbersOf(context);
        const int next = numbers.value(numbers.indexOf(pageOf(context)) + 1);
        return next == 0 ? QString() : QString::number(next);
    }
    static HttpCall call(HttpMethod method, const StepContext &context, const QString &target)
    {
        HttpCall made;
        made.method = method;
        made.url = (context.destination.fields.value(fieldUrl) + target).toLatin1();
        made.bodyKind = method == HttpMethod::Post ? BodyKind::Inline : BodyKind::None;
        return made;
    }
    static Opened opened(const QString &id, qint64 partSize, int parts)
    {
        Opened opened;
        opened.session = {id, {}, {}, 1};
        opened.partSize = partSize;
        opened.partsTotal = parts;
        return opened;
    }
};

const GrowingBackend theBackend;

// Keeps what arrives, and counts what arrives although it was acknowledged before.
class GrowingServer
{
public:
    GrowingServer()
        : m_server([this](const RecordedRequest &request) { return handle(request); })
    {}

    QByteArray url() const { return m_server.url(); }
    void cutNextPutAfter(qint64 bytes, int part = 0)
    {
        set([=, this] { m_cutAfter = bytes, m_cutPart = part; });
    }
    void refuseBodiesAbove(qint64 bytes)
    {
        set([=, this] { m_longestBody = bytes; });
    }
    void hold(bool held)
    {
        set([=, this] { m_held = held; });
    } // no part is taken
    void lose(int part, qint64 bytes)
    {
        set([=, this] { m_parts[part].chop(bytes); });
    }

    QByteArray content() const
    {
        const QMutexLocker lock(&m_mutex);
        QByteArray all;
        for (const QByteArray &part : m_parts)
            all += part;
        return all;
    }
    qint64 have(int part) const
    {
        const QMutexLocker lock(&m_mutex);
        return m_parts.value(part).size();
    }
    QList<RecordedRequest> all(const QByteArray &method) const
    {
        QList<RecordedRequest> requests = m_server.requests();
        requests.removeIf([&](const RecordedRequest &request) { return request.method != method; });
        return requests;
    }
    int twoAtOnce() const // a part that was asked about while its own body was on the way
    {
        const QMutexLocker lock(&m_mutex);
        return m_twoAtOnce;
    }

private:
    template <class Change>
    void set(Change change)
    {
        const QMutexLocker lock(&m_mutex);
        change();
    }

    ServerAction handle(const RecordedRequest &request)
    {
        const QMutexLocker lock(&m_mutex);
        const int part = request.path().mid(1).toInt();
        if (request.method == "HEAD")
            m_twoAtOnce += m_busy.contains(part) ? 1 : 0;
        if (request.method != "PUT" || m_held)
            return m_held && request.method == "PUT" ? ServerAction::answerWith(503) : answer(request, part);
        if (m_longestBody > 0 && request.declaredLength > m_longestBody)
            return ServerAction::answerWith(413);
        const qint64 offset = request.target.mid(request.target.indexOf('?') + 1).toLongLong();
        if (offset != m_parts.value(part).size())
            return ServerAction::answerWith(409);
        if (m_cutAfter > 0 && (m_cutPart == 0 || m_cutPart == part)) {
            // What comes before the cut is kept, of the file that everybody here knows.
            const qint64 kept = std::exchange(m_cutAfter, 0);
            m_parts[part] += m_source(part, offset, kept);
            return ServerAction::closeMidBody(kept);
        }
        m_busy.insert(part);
        return ServerAction::doWork([this, part](const RecordedRequest &, const QByteArray &body) {
            const QMutexLocker locked(&m_mutex);
            m_parts[part] += body;
            m_busy.remove(part);
            return haveOf(m_parts.value(part).size());
        });
    }

    ServerAction answer(const RecordedRequest &request, int part)
    {
        if (request.method == "POST" && part > 0)
            m_parts.insert(part, {});
        qint64 have = m_parts.value(part).size();
        if (request.path() == "/all")
            for (const QByteArray &each : std::as_const(m_parts))
                have += each.size();
        ServerAction action;
        action.answer = haveOf(have);
        return action;
    }

    static ServerAnswer haveOf(qint64 bytes) { return {200, {}, {{"X-Have", QByteArray::number(bytes)}}}; }

public:
    std::function<QByteArray(int part, qint64 offset, qint64 length)> m_source;

private:
    mutable QMutex m_mutex;
    QMap<int, QByteArray> m_parts;
    QSet<int> m_busy;
    qint64 m_cutAfter = 0;
    int m_cutPart = 0;
    qint64 m_longestBody = 0;
    bool m_held = false;
    int m_twoAtOnce = 0;
    LoopbackServer m_server; // last: it calls into the rest until it is gone
};

} // namespace

// In place of the catalogue that CMake writes.
namespace gantry {

QStringList backendKinds()
{
    return {kindName};
}

QList<DestinationKind> destinationKinds()
{
    return {{kindName, kindName, theBackend.traits().fields}};
}

const ProtocolBackend *backendOf(QStringView kind)
{
    return kind == kindName ? &theBackend : nullptr;
}

} // namespace gantry

class GrowingPartsTest : public EngineTestBase
{
    Q_OBJECT

private:
    static constexpr qint64 size = 8 * 1024 * 1024 + 3;
    const QByteArray m_content = bytesOf(size);
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<GrowingServer> m_server;
    std::unique_ptr<Engine> m_engine;

    void start(int parts)
    {
        m_engine.reset();
        EngineOptions options;
        options.stateDir = m_state->path();
        m_engine = std::make_unique<Engine>(options, EngineParts());
        QVERIFY(valueOf(m_engine->start()));
        const qint64 partSize = (size + parts - 1) / parts;
        m_server->m_source = [this, partSize](int part, qint64 offset, qint64 length) {
            return m_content.mid((part - 1) * partSize + offset, length);
        };
        if (!valueOf(m_engine->destinations()).isEmpty())
            return;
        DestinationSettings settings;
        settings.name = QStringLiteral("g");
        settings.kind = kindName;
        settings.fields = {{fieldUrl, QString::fromLatin1(m_server->url())},
                           {fieldParts, QString::number(parts)}};
        const auto put = valueOf(m_engine->putDestination(settings, {}));
        QVERIFY2(put, put ? "" : qPrintable(put.error().message));
    }

    UploadId add(const QString &key = QStringLiteral("clip.mov"))
    {
        return valueOf(m_engine->add({{file(m_content, key), QStringLiteral("g"), key}}))->first().id;
    }

    UploadDetails details(UploadId id) { return *valueOf(m_engine->details(id)); }

    bool isDone(UploadId id)
    {
        const bool done =
            QTest::qWaitFor([&] { return isFinal(details(id).upload.record.stage); }, longEnough) &&
            details(id).upload.record.stage == Stage::Done;
        if (!done)
            qWarning("it is %s", toName(details(id).upload.record.stage).data());
        return done;
    }

    qint64 bytesPut() const
    {
        qint64 sum = 0;
        for (const RecordedRequest &put : m_server->all("PUT"))
            sum += put.declaredLength;
        return sum;
    }

private Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<GrowingServer>();
    }
    void cleanup()
    {
        m_engine.reset();
        m_server.reset();
    }
    void goesUp_data();
    void goesUp();
    void aCutIsContinuedWhereTheServerStands_data();
    void aCutIsContinuedWhereTheServerStands();
    void aRestartContinuesWhatWasOpened_data();
    void aRestartContinuesWhatWasOpened();
    void whatTheServerLostIsSentAgain();
    void smallerBodiesAreLearnedAndRemembered();
    void whatIsLeftBehindIsEnded();
};

void GrowingPartsTest::goesUp_data()
{
    QTest::addColumn<int>("parts");
    QTest::newRow("as one stream") << 1;
    QTest::newRow("as four") << 4;
}

void GrowingPartsTest::goesUp()
{
    QFETCH(int, parts);
    start(parts);
    const UploadId id = add();
    QVERIFY(isDone(id));
    QVERIFY(m_server->content() == m_content);
    QCOMPARE(m_server->all("PUT").size(), parts);
    QCOMPARE(bytesPut(), size);
    QVERIFY(m_server->all("HEAD").isEmpty()); // nothing was in doubt
    QCOMPARE(details(id).upload.record.verified, Verification::Size);
}

void GrowingPartsTest::aCutIsContinuedWhereTheServerStands_data()
{
    goesUp_data();
}

void GrowingPartsTest::aCutIsContinuedWhereTheServerStands()
{
    QFETCH(int, parts);
    constexpr qint64 cut = 1'000'000;
    m_server->cutNextPutAfter(cut, parts == 1 ? 1 : 3);
    start(parts);
    QVERIFY(isDone(add()));
    QVERIFY(m_server->content() == m_content);
    QCOMPARE(m_server->all("PUT").size(), parts + 1); // the others were not disturbed
    QCOMPARE(m_server->all("HEAD").size(), 1);
    QCOMPARE(m_server->all("PUT").last().target, QByteArray(parts == 1 ? "/1?1000000" : "/3?1000000"));
    QCOMPARE(m_server->twoAtOnce(), 0);
}

void GrowingPartsTest::aRestartContinuesWhatWasOpened_data()
{
    goesUp_data();
}

void GrowingPartsTest::aRestartContinuesWhatWasOpened()
{
    QFETCH(int, parts);
    constexpr qint64 cut = 1'000'000;
    m_server->cutNextPutAfter(cut, 1);
    start(parts);
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return m_server->have(1) >= cut; }, longEnough));
    m_server->hold(true);
    QVERIFY(QTest::qWaitFor([&] { return details(id).parts.value(0).kept == cut; }, longEnough));
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(QTest::qWaitFor([&] { return details(id).upload.bytesInFlight == 0; }, longEnough));
    QCOMPARE(details(id).parts.first().kept, cut); // a pause forgets nothing
    QVERIFY(details(id).upload.record.bytesStored >= cut);
    const qsizetype opened = m_server->all("POST").size();
    start(parts);
    QVERIFY(details(id).upload.record.bytesStored >= cut);
    m_server->hold(false);
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QVERIFY(m_server->content() == m_content);
    const qsizetype openedAfter = m_server->all("POST").size();
    QVERIFY2(openedAfter - opened <= parts, "a part was opened twice");
    if (parts == 1)
        QCOMPARE(openedAfter - opened, 1); // the completion
}

void GrowingPartsTest::whatTheServerLostIsSentAgain()
{
    m_server->cutNextPutAfter(3'000'000);
    start(1);
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return m_server->have(1) == 3'000'000; }, longEnough));
    m_server->hold(true);
    QVERIFY(QTest::qWaitFor([&] { return details(id).parts.value(0).kept == 3'000'000; }, longEnough));
    m_server->lose(1, 1'000'000);
    m_server->hold(false);
    QVERIFY(isDone(id));
    QVERIFY(m_server->content() == m_content);
}

void GrowingPartsTest::smallerBodiesAreLearnedAndRemembered()
{
    constexpr qint64 longest = 1024 * 1024;
    m_server->refuseBodiesAbove(longest);
    start(1);
    QVERIFY(isDone(add()));
    QVERIFY(m_server->content() == m_content);
    const auto isRefused = [](const RecordedRequest &put) { return put.declaredLength > longest; };
    const QList<RecordedRequest> puts = m_server->all("PUT");
    QCOMPARE(std::count_if(puts.begin(), puts.end(), isRefused), 3); // 8, 4, and 2 MiB
    start(1);
    QVERIFY(isDone(add(QStringLiteral("second.mov"))));
    const QList<RecordedRequest> all = m_server->all("PUT");
    QCOMPARE(std::count_if(all.begin(), all.end(), isRefused), 3);
}

void GrowingPartsTest::whatIsLeftBehindIsEnded()
{
    start(4);
    QVERIFY(isDone(add()));
    QVERIFY(QTest::qWaitFor([&] { return m_server->all("DELETE").size() == 4; }, longEnough));
    QSet<QByteArray> ended;
    for (const RecordedRequest &request : m_server->all("DELETE"))
        ended.insert(request.target);
    QCOMPARE(ended, (QSet<QByteArray>{"/1", "/2", "/3", "/4"}));
}

QTEST_GUILESS_MAIN(GrowingPartsTest)
#include "growing_parts_test.moc"
