// An upload in words: its state with the reason, what is said of its speed, and what a screen reader says.
#include "tests/ui/made_up_uploads.h"
#include "ui/text/upload_words.h"

#include <QTest>

using namespace gantry;

namespace {

constexpr qint64 now = 1'700'000'000'000;

UploadSnapshot sending()
{
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("day/a.mov"), Stage::Sending);
    upload.record.bytesStored = 420'000;
    upload.bytesPerSecond = 1'000'000;
    upload.etaSeconds = 125;
    return upload;
}

} // namespace

class UploadWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyHoldSaysWhy_data()
    {
        QTest::addColumn<Holds>("holds");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, Holds holds, const char *words) {
            QTest::newRow(name) << holds << QString::fromUtf8(words);
        };
        row("paused", Hold::User, "Paused");
        row("paused and offline", Hold::User | Hold::Offline, "Paused");
        row("offline", Hold::Offline, "Offline: continues by itself");
        row("busy", Hold::Endpoint, "Server busy, again in 12 s");
        row("waits", Hold::Backoff, "The connection was lost. Waiting, again in 12 s");
        row("its turn", Hold::Queue, "Waiting for its turn");
        row("journal", Hold::Journal, "Queue cannot be saved: continues when it can");
        row("asleep", Hold::Asleep, "Computer sleeps: continues when it wakes");
        row("away", Hold::SourceMissing, "File is away: continues when it is back");
    }

    void everyHoldSaysWhy()
    {
        QFETCH(Holds, holds);
        QFETCH(QString, words);
        UploadSnapshot upload = sending();
        upload.holds = holds;
        upload.retryAtMs = now + 11'500;
        upload.trouble =
            Failure{FailureKind::ConnectionLost, QStringLiteral("The connection was lost."), {}, 0};
        QCOMPARE(stateText(upload, now), words);
    }

    void aTimeThatIsOverIsNotCountedBackward()
    {
        UploadSnapshot upload = sending();
        upload.holds = Hold::Endpoint;
        upload.retryAtMs = now - 60'000; // the clock was set, or the computer slept
        QCOMPARE(stateText(upload, now), QStringLiteral("Server busy, trying again now"));
    }

    // At a stall the engine's figure needs seconds to go down: nobody is told that it still moves.
    void whatStandsStillHasNoSpeedAndNoTimeLeft()
    {
        UploadSnapshot upload = sending();
        QCOMPARE(speedOf(upload), 1'000'000);
        QCOMPARE(secondsLeftOf(upload), std::optional<qint64>(125));
        for (const Hold hold : {Hold::User, Hold::Offline, Hold::Backoff, Hold::Endpoint, Hold::Queue,
                                Hold::Journal, Hold::Asleep, Hold::SourceMissing}) {
            upload.holds = hold;
            QCOMPARE(speedOf(upload), 0);
            QCOMPARE(secondsLeftOf(upload), std::nullopt);
        }
        upload.holds = {};
        for (const Stage stage :
             {Stage::Queued, Stage::Failed, Stage::Done, Stage::NeedsDecision, Stage::Cancelled}) {
            upload.record.stage = stage;
            QCOMPARE(speedOf(upload), 0);
            QCOMPARE(secondsLeftOf(upload), std::nullopt);
        }
        MadeUpQueue queue;
        upload = sending();
        queue.tell({upload});
        QCOMPARE(queue.store().totals().bytesPerSecond, 1'000'000);
        upload.holds = Hold::Offline;
        queue.tell({upload});
        QCOMPARE(queue.store().totals().bytesPerSecond, 0);
    }

    void lessThanBeforeIsExplained()
    {
        UploadSnapshot upload = sending();
        QCOMPARE(stateText(upload, now), QStringLiteral("Sending"));
        upload.bytesToCompare = 1;
        QCOMPARE(stateText(upload, now), QStringLiteral("Comparing what is stored with the file"));
        upload.bytesToCompare = 0;
        upload.setBack = QStringLiteral("It was lost: it starts over.");
        QCOMPARE(stateText(upload, now), QStringLiteral("Sending. It was lost: it starts over."));
        upload.holds = Hold::User;
        QCOMPARE(stateText(upload, now), QStringLiteral("Paused. It was lost: it starts over."));
    }

    void isSpokenAsAPersonWouldSayIt()
    {
        UploadSnapshot upload = sending();
        QVERIFY(spokenText(upload, now).startsWith(QStringLiteral("a.mov, 42 percent, 2 minute")));
        upload.etaSeconds.reset();
        QCOMPARE(spokenText(upload, now), QStringLiteral("a.mov, 42 percent, uploading to studio"));
        upload.setBack = QStringLiteral("It was lost: it starts over.");
        QCOMPARE(spokenText(upload, now),
                 QStringLiteral("a.mov, Sending. It was lost: it starts over, 42 percent, for studio"));
        upload.holds = Hold::Offline;
        upload.setBack.clear();
        QCOMPARE(spokenText(upload, now),
                 QStringLiteral("a.mov, Offline: continues by itself, 42 percent, for studio"));
        upload.holds = {};
        upload.record.stage = Stage::Done;
        upload.record.verified = Verification::Etag;
        QCOMPARE(spokenText(upload, now), QStringLiteral("a.mov, Done, verified by its ETag, at studio"));
    }
};

QTEST_GUILESS_MAIN(UploadWordsTest)
#include "upload_words_test.moc"
