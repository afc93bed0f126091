// Client and service killed with SIGKILL, around every journal commit and at random moments: the result is
// byte-identical, nothing that was acknowledged is sent again, and the journal opens clean.
#include "tests/cli/programs.h"

#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUrl>

using namespace gantry;

namespace {

constexpr qint64 MiB = 1024 * 1024;
// As the studio's destination has it.
constexpr qint64 partSize = 5 * MiB;
constexpr int partsInFlight = 2;

int partsOf(qint64 size)
{
    return static_cast<int>((size + partSize - 1) / partSize);
}

QByteArray randomBytes(qint64 length, quint32 seed)
{
    QByteArray bytes(length, Qt::Uninitialized);
    QRandomGenerator dice(seed);
    dice.fillRange(reinterpret_cast<quint32 *>(bytes.data()), length / 4);
    return bytes;
}

// How many parts the service has acknowledged since it was started.
int partsAcknowledged(const Studio &studio)
{
    const QUrl url(studio.url());
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    socket.write("GET /metrics HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + studio.token() +
                 "\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(5000))
        answer += socket.readAll();
    answer += socket.readAll();
    for (const QByteArray &line : answer.split('\n'))
        if (line.startsWith("gantry_parts_stored_total"))
            return line.mid(line.lastIndexOf(' ') + 1).trimmed().toInt();
    return -1;
}

QStringList upload(const Studio &studio, const QStringList &more = {})
{
    return QStringList{QStringLiteral("upload"), studio.path(QStringLiteral("clip.mov")),
                       QStringLiteral("--to"), QStringLiteral("local"), QStringLiteral("--json")} +
           more;
}

} // namespace

class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aroundEachJournalCommit_data();
    void aroundEachJournalCommit();
    void theClientAtRandomMoments();
    void theServiceAtRandomMoments();
    void memoryDoesNotDependOnTheSizeOfParts();
};

void KillTest::aroundEachJournalCommit_data()
{
    QTest::addColumn<QString>("when");
    QTest::newRow("before") << QStringLiteral("before");
    QTest::newRow("after") << QStringLiteral("after");
}

void KillTest::aroundEachJournalCommit()
{
    QFETCH(QString, when);
    const QByteArray content = randomBytes(33 * MiB, 5);
    const int parts = partsOf(content.size());
    int killed = 0;
    for (int commit = 1; commit < 100; ++commit) {
        Studio studio;
        QVERIFY(studio.setUp());
        QVERIFY(studio.write(QStringLiteral("clip.mov"), content));
        const QStringList arguments{studio.stateDir(), studio.path(QStringLiteral("clip.mov"))};
        Running victim(QStringLiteral(UPLOAD_VICTIM), arguments + QStringList{when, QString::number(commit)});
        const Ended first = victim.end();
        const bool wasKilled = first.code == -1;
        if (wasKilled) {
            ++killed;
            Running second(QStringLiteral(UPLOAD_VICTIM), arguments + QStringList{QStringLiteral("none")});
            const Ended ended = second.end();
            QVERIFY2(ended.code == 0, ended.all().constData());
        } else {
            QVERIFY2(first.code == 0, first.all().constData());
        }
        const QDir stored(studio.path(QStringLiteral("store/ann")));
        QCOMPARE(stored.entryList(QDir::Files),
                 QStringList{QStringLiteral("clip.mov")}); // once, and nothing beside it
        QVERIFY(contentOf(studio.store(QStringLiteral("clip.mov"))) == content);
        const int acknowledged = partsAcknowledged(studio);
        QVERIFY2(acknowledged >= parts && acknowledged <= parts + (wasKilled ? partsInFlight : 0),
                 qPrintable(QStringLiteral("commit %1: %2 parts; %3")
                                .arg(commit)
                                .arg(acknowledged)
                                .arg(QString::fromUtf8(first.all()))));
        QCOMPARE(studio.uploads().size(), 1);
        QCOMPARE(studio.uploads().first().value(QLatin1String("state")).toString(), QStringLiteral("done"));
        if (!wasKilled)
            break;
    }
    QVERIFY2(killed >= 6, qPrintable(QString::number(killed)));
}

void KillTest::theClientAtRandomMoments()
{
    constexpr int kills = 30;
    Studio studio;
    QVERIFY(studio.setUp());
    const QByteArray content = randomBytes(512 * MiB, 6);
    const int parts = partsOf(content.size());
    QVERIFY(studio.write(QStringLiteral("clip.mov"), content));
    QRandomGenerator dice(2026);
    int killed = 0;
    for (int run = 0; run < kills; ++run) {
        const auto client =
            studio.start(upload(studio, {QStringLiteral("--limit-rate"), QStringLiteral("32MiB")}));
        if (client->process().waitForFinished(dice.bounded(80, 800)))
            break;
        client->signal(SIGKILL);
        const Ended ended = client->end();
        QCOMPARE(ended.code, -1);
        ++killed;
        // The journal opens clean each time, and knows one upload at most.
        const Ended list = studio.ctl("list --json");
        QVERIFY2(list.code == 0 && list.err.isEmpty(), list.all().constData());
        QVERIFY(studio.uploads().size() <= 1);
    }
    QCOMPARE(killed, kills); // all of them in the middle
    const Ended ended = studio.ctl(upload(studio));
    QVERIFY2(ended.code == 0, ended.err.constData());
    QVERIFY(contentOf(studio.store(QStringLiteral("clip.mov"))) == content);
    QCOMPARE(QDir(studio.path(QStringLiteral("store/ann"))).entryList(QDir::Files).size(), 1);
    const int acknowledged = partsAcknowledged(studio);
    QVERIFY2(acknowledged >= parts && acknowledged <= parts + kills * partsInFlight,
             qPrintable(QString::number(acknowledged)));
    // What had been acknowledged before the last kill was not sent again.
    const QJsonObject summary = ended.events("summary").value(0);
    QVERIFY(summary.value(QLatin1String("bytes_sent")).toInteger() +
                summary.value(QLatin1String("bytes_skipped")).toInteger() >=
            content.size());
    QVERIFY(summary.value(QLatin1String("bytes_skipped")).toInteger() > 0);
}

void KillTest::theServiceAtRandomMoments()
{
    constexpr int kills = 10;
    Studio studio;
    QVERIFY(studio.setUp());
    const QByteArray content = randomBytes(512 * MiB, 7);
    QVERIFY(studio.write(QStringLiteral("clip.mov"), content));
    const QString address = QUrl(studio.url()).authority();
    QRandomGenerator dice(2027);
    const auto client =
        studio.start(upload(studio, {QStringLiteral("--limit-rate"), QStringLiteral("64MiB")}));
    for (int kill = 0; kill < kills; ++kill) {
        QVERIFY(!client->process().waitForFinished(dice.bounded(100, 900)));
        studio.stopService(); // SIGKILL
        QTest::qWait(dice.bounded(10, 400));
        QVERIFY(studio.startService(address));
    }
    const Ended ended = client->end(120'000);
    QVERIFY2(ended.code == 0, ended.err.constData());
    QVERIFY(contentOf(studio.store(QStringLiteral("clip.mov"))) == content);
    QCOMPARE(QDir(studio.path(QStringLiteral("store/ann"))).entryList(QDir::Files).size(), 1);
    // Each kill costs the parts under way, and no more than these.
    const QJsonObject summary = ended.events("summary").value(0);
    const qint64 sent = summary.value(QLatin1String("bytes_sent")).toInteger();
    QVERIFY2(sent <= content.size() + kills * (partsInFlight + 1) * partSize,
             qPrintable(QString::number(sent)));
}

void KillTest::memoryDoesNotDependOnTheSizeOfParts()
{
    QList<qint64> peaks; // KiB
    for (const auto &[size, part] : {std::pair{5 * MiB, "5MiB"}, std::pair{800 * MiB, "100MiB"}}) {
        Studio studio;
        QVERIFY(studio.setUp());
        QFile file(studio.path(QStringLiteral("clip.mov")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size));
        file.close();
        QCOMPARE(studio
                     .ctl({QStringLiteral("destination"), QStringLiteral("add"), QStringLiteral("local"),
                           QStringLiteral("--kind"), QStringLiteral("service"), QStringLiteral("--url"),
                           studio.url(), QStringLiteral("--token-file"), studio.path(QStringLiteral("token")),
                           QStringLiteral("--secret-store"), QStringLiteral("memory"),
                           QStringLiteral("--part-size"), QString::fromLatin1(part)})
                     .code,
                 0);
        Running victim(QStringLiteral(UPLOAD_VICTIM),
                       {studio.stateDir(), studio.path(QStringLiteral("clip.mov")), QStringLiteral("none")});
        const Ended ended = victim.end();
        QVERIFY2(ended.code == 0, ended.all().constData());
        peaks.append(ended.out.trimmed().split(' ').last().toLongLong());
    }
    QVERIFY(peaks.first() > 0);
    QVERIFY2(peaks.last() - peaks.first() < 200 * 1024,
             qPrintable(QStringLiteral("%1 KiB, %2 KiB").arg(peaks.first()).arg(peaks.last())));
}

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
