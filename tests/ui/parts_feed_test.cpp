// The feed's questions: how many, how often, about whom, and what becomes of the answers.
#include "tests/engine/engine_fixture.h"
#include "tests/ui/made_up_parts.h"
#include "tests/ui/made_up_uploads.h"
#include "ui/parts/parts_feed.h"

#include <QElapsedTimer>
#include <QPromise>

using namespace gantry;

namespace {

using Answer = Expected<UploadDetails>;

// Writes the questions down; the test answers them when it likes.
class Interview
{
public:
    struct Question
    {
        UploadId id;
        qint64 atMs = 0;
        std::shared_ptr<QPromise<Answer>> promise;
        bool answered = false;
    };

    Interview() { m_clock.start(); }

    PartsFeed::Ask ask()
    {
        return [this](UploadId id) {
            auto promise = std::make_shared<QPromise<Answer>>();
            promise->start();
            m_questions.append({id, m_clock.elapsed(), promise, false});
            return promise->future();
        };
    }

    void answer(qsizetype question, const UploadSnapshot &upload, const QList<PartSnapshot> &parts)
    {
        give(question, UploadDetails{upload, parts});
    }
    void give(qsizetype question, const Answer &answer)
    {
        Question &asked = m_questions[question];
        asked.answered = true;
        asked.promise->addResult(answer);
        asked.promise->finish();
    }

    const QList<Question> &questions() const { return m_questions; }
    QList<UploadId> open() const
    {
        QList<UploadId> ids;
        for (const Question &question : m_questions)
            if (!question.answered)
                ids.append(question.id);
        return ids;
    }

private:
    QList<Question> m_questions;
    QElapsedTimer m_clock;
};

UploadSnapshot moving(qint64 id, qint64 stored = 0)
{
    UploadSnapshot upload =
        madeUpUpload(id, QStringLiteral("clip%1.mov").arg(id), Stage::Sending, 7 * madeUpPartSize);
    upload.record.bytesStored = stored;
    return upload;
}

} // namespace

class PartsFeedTest : public EngineTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatIsWatchedAndNothingElse();
    void asksNoMoreThanFourAtOnceAndMovingOnesFirst();
    void asksAgainAtMostEveryInterval();
    void neverHasTwoQuestionsUnderWayForOne();
    void aFinalUploadIsAskedOnce();
    void nothingIsAskedBeforeThePlan();
    void aRefusalIsNotRepeatedAtOnce();
    void forgetsWhatNobodyWants();
    void tellsOnlyWhatIsNew();
    void followsARealUpload();
};

void PartsFeedTest::asksForWhatIsWatchedAndNothingElse()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1), moving(2), moving(3)});
    QCOMPARE(interview.questions().size(), 0);
    const QObject view;
    feed.watch(&view, {UploadId{2}, UploadId{99}});
    QCOMPARE(interview.open(), QList<UploadId>{UploadId{2}});
    QCOMPARE(feed.partsOf(UploadId{2}), nullptr);
    QCOMPARE(feed.revisionOf(UploadId{2}), 0U);
    QSignalSpy changed(&feed, &PartsFeed::partsChanged);
    interview.answer(0, moving(2), madeUpParts(7));
    QVERIFY(changed.wait());
    QCOMPARE(changed.first().first().value<UploadId>(), UploadId{2});
    QCOMPARE(*feed.partsOf(UploadId{2}), madeUpParts(7));
    QVERIFY(feed.revisionOf(UploadId{2}) != 0);
    // One that was watched before it was there is asked for when it comes.
    queue.tell({moving(99), moving(1, 5)});
    QTRY_COMPARE(interview.questions().size(), 2);
    QCOMPARE(interview.questions().last().id, UploadId{99});
}

void PartsFeedTest::asksNoMoreThanFourAtOnceAndMovingOnesFirst()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    QList<UploadSnapshot> uploads;
    QSet<UploadId> ids;
    for (qint64 id = 1; id <= 10; ++id) {
        UploadSnapshot upload = moving(id);
        if (id <= 7)
            upload.holds = Hold::Queue;
        uploads.append(upload);
        ids.insert(UploadId{id});
    }
    queue.tell(uploads);
    const QObject view;
    feed.watch(&view, ids);
    QCOMPARE(interview.questions().size(), PartsFeed::questionsAtOnce);
    QCOMPARE(interview.open(), (QList<UploadId>{UploadId{8}, UploadId{9}, UploadId{10}, UploadId{1}}));
    interview.answer(2, uploads[9], madeUpParts(7));
    QTRY_COMPARE(interview.questions().size(), 5);
    QCOMPARE(interview.open().size(), PartsFeed::questionsAtOnce);
    for (qsizetype next = 0; next < 10; ++next)
        if (next != 2) {
            QTRY_VERIFY(interview.questions().size() > next);
            const UploadId id = interview.questions()[next].id;
            interview.answer(next, uploads[static_cast<qsizetype>(id.value - 1)], madeUpParts(7));
            QVERIFY(interview.open().size() <= PartsFeed::questionsAtOnce);
        }
    for (const UploadId id : ids)
        QTRY_VERIFY(feed.partsOf(id));
}

void PartsFeedTest::asksAgainAtMostEveryInterval()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1)});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    qint64 stored = 0;
    qsizetype answered = 0;
    QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                 queue.tell({moving(1, ++stored)});
                                 for (; answered < interview.questions().size(); ++answered)
                                     interview.answer(answered, moving(1, stored), madeUpParts(7));
                                 return interview.questions().size() >= 4;
                             }()),
                             10'000);
    for (qsizetype next = 1; next < interview.questions().size(); ++next)
        QVERIFY(interview.questions()[next].atMs - interview.questions()[next - 1].atMs >=
                PartsFeed::interval.count() - 1);
    // The last change is not lost.
    const qsizetype soFar = interview.questions().size();
    queue.tell({moving(1, ++stored)});
    QTRY_COMPARE(interview.questions().size(), soFar + 1);
    interview.answer(soFar, moving(1, stored), madeUpParts(7, PartState::Stored));
    QTRY_COMPARE(*feed.partsOf(UploadId{1}), madeUpParts(7, PartState::Stored));
    // Nor does forgetting and watching it again open a way around.
    const qsizetype before = interview.questions().size();
    feed.watch(&view, {});
    feed.watch(&view, {UploadId{1}});
    QCOMPARE(interview.questions().size(), before);
}

void PartsFeedTest::neverHasTwoQuestionsUnderWayForOne()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1), moving(2)});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    queue.tell({moving(1, 10)});
    feed.watch(&view, {});
    feed.watch(&view, {UploadId{1}, UploadId{2}});
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(clock.hasExpired(2 * PartsFeed::interval.count()));
    QCOMPARE(interview.open(), (QList<UploadId>{UploadId{1}, UploadId{2}}));
    interview.answer(0, moving(1), madeUpParts(7)); // asked before the change: again
    QTRY_COMPARE(interview.questions().size(), 3);
    QCOMPARE(interview.questions().last().id, UploadId{1});
    QVERIFY(feed.partsOf(UploadId{1}));
}

void PartsFeedTest::aFinalUploadIsAskedOnce()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    UploadSnapshot failed = madeUpUpload(1, QStringLiteral("clip.mov"), Stage::Failed);
    queue.tell({failed});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    interview.answer(0, failed, madeUpParts(7));
    QTRY_VERIFY(feed.partsOf(UploadId{1}));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(([&] {
        failed.record.priority += 1;
        queue.tell({failed});
        return clock.hasExpired(2 * PartsFeed::interval.count());
    }()));
    QCOMPARE(interview.questions().size(), 1);
    queue.tell({moving(1)}); // retried
    QTRY_COMPARE(interview.questions().size(), 2);
}

void PartsFeedTest::nothingIsAskedBeforeThePlan()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    UploadSnapshot queued = madeUpUpload(1, QStringLiteral("clip.mov"));
    queued.record.partSize = 0;
    queue.tell({queued});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    QCOMPARE(interview.questions().size(), 0);
    queue.tell({moving(1)});
    QTRY_COMPARE(interview.questions().size(), 1);
}

void PartsFeedTest::aRefusalIsNotRepeatedAtOnce()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1)});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    interview.give(0, fail(FailureKind::InvalidInput, QStringLiteral("There is no upload 1.")));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(clock.hasExpired(2 * PartsFeed::interval.count()));
    QCOMPARE(interview.questions().size(), 1);
    QCOMPARE(feed.partsOf(UploadId{1}), nullptr);
    queue.tell({moving(1, 5)});
    QTRY_COMPARE(interview.questions().size(), 2);
}

void PartsFeedTest::forgetsWhatNobodyWants()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1), moving(2)});
    const QObject pane;
    auto view = std::make_unique<QObject>();
    feed.watch(view.get(), {UploadId{1}, UploadId{2}});
    feed.watch(&pane, {UploadId{1}});
    interview.answer(0, moving(1), madeUpParts(7));
    interview.answer(1, moving(2), madeUpParts(7));
    QTRY_VERIFY(feed.partsOf(UploadId{1}) && feed.partsOf(UploadId{2}));
    view.reset();
    QVERIFY(feed.partsOf(UploadId{1}));
    QCOMPARE(feed.partsOf(UploadId{2}), nullptr);
    feed.watch(&pane, {});
    QCOMPARE(feed.partsOf(UploadId{1}), nullptr);
    QCOMPARE(feed.revisionOf(UploadId{1}), 0U);
}

void PartsFeedTest::tellsOnlyWhatIsNew()
{
    MadeUpQueue queue;
    Interview interview;
    PartsFeed feed(interview.ask(), queue.store());
    queue.tell({moving(1)});
    const QObject view;
    feed.watch(&view, {UploadId{1}});
    QSignalSpy changed(&feed, &PartsFeed::partsChanged);
    interview.answer(0, moving(1), madeUpParts(7));
    QVERIFY(changed.wait());
    const quint64 first = feed.revisionOf(UploadId{1});
    queue.tell({moving(1, 1)});
    QTRY_COMPARE(interview.questions().size(), 2);
    interview.answer(1, moving(1, 1), madeUpParts(7));
    queue.tell({moving(1, 2)});
    QTRY_COMPARE(interview.questions().size(), 3);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(feed.revisionOf(UploadId{1}), first);
    interview.answer(2, moving(1, 2), madeUpParts(7, PartState::Stored));
    QTRY_COMPARE(changed.size(), 2);
    QVERIFY(feed.revisionOf(UploadId{1}) != first);
}

void PartsFeedTest::followsARealUpload()
{
    FakeService service;
    constexpr qint64 chunk = 256 * 1024;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.options.rateLimit = 1024 * 1024;
    QVERIFY(station.start());
    UploadStore store(station.engine());
    int questions = 0;
    PartsFeed feed(
        [&](UploadId id) {
            ++questions;
            return station.engine().details(id);
        },
        store);
    QSignalSpy loaded(&store, &UploadStore::loaded);
    store.load();
    QVERIFY(loaded.wait());
    QElapsedTimer clock;
    clock.start();
    const UploadId id = station.add(file(bytesOf(10 * chunk)));
    const QObject view;
    feed.watch(&view, {id});
    bool sawSending = false;
    connect(&feed, &PartsFeed::partsChanged, &feed, [&](UploadId changed) {
        QCOMPARE(changed, id);
        for (const PartSnapshot &part : *feed.partsOf(id))
            sawSending = sawSending || part.state == PartState::Sending;
    });
    QVERIFY(station.reaches(id, Stage::Done));
    const auto allStored = [&] {
        const QList<PartSnapshot> *parts = feed.partsOf(id);
        return parts && parts->size() == 10 &&
               std::all_of(parts->begin(), parts->end(),
                           [](const auto &part) { return part.state == PartState::Stored; });
    };
    QTRY_VERIFY(allStored());
    QVERIFY(sawSending);
    QVERIFY2(questions <= clock.elapsed() / PartsFeed::interval.count() + 1,
             qPrintable(QStringLiteral("%1 questions").arg(questions)));
    // All parts may be known as stored before the upload is known as done: that is worth one question more.
    QTRY_COMPARE(store.find(id)->record.stage, Stage::Done);
    const auto settle = [] { QTest::qWait(2 * static_cast<int>(PartsFeed::interval.count())); };
    settle();
    const int asked = questions;
    settle();
    QCOMPARE(questions, asked);
}

QTEST_GUILESS_MAIN(PartsFeedTest)
#include "parts_feed_test.moc"
