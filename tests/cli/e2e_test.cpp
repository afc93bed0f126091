// gantryctl against a real gantry-service, over a real socket, as a script sees them.
#include "tests/cli/programs.h"

#include <QRandomGenerator>

#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace gantry;

namespace {

constexpr qsizetype MB = 1024 * 1024;

QByteArray randomBytes(qsizetype size, quint32 seed = 1)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator dice(seed);
    dice.fillRange(reinterpret_cast<quint32 *>(bytes.data()), size / 4);
    return bytes;
}

// So slow that there is time to do something meanwhile, so fast that nobody has to wait long.
QStringList slowUpload(const QString &path)
{
    return {QStringLiteral("upload"), path, QStringLiteral("--json"), QStringLiteral("--limit-rate"),
            QStringLiteral("12MiB")};
}

// Takes every connection at a port, and drops it once something was said.
class Dropper
{
public:
    explicit Dropper(int port)
        : m_listener(::socket(AF_INET, SOCK_STREAM, 0))
    {
        const int on = 1;
        ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<quint16>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
            ::listen(m_listener, 64) != 0)
            qFatal("the port cannot be listened at");
        m_thread = std::thread([this] {
            for (int end = -1; (end = ::accept(m_listener, nullptr, nullptr)) >= 0; ::close(end)) {
                char byte = 0;
                [[maybe_unused]] const ssize_t said = ::read(end, &byte, 1);
            }
        });
    }
    ~Dropper()
    {
        ::shutdown(m_listener, SHUT_RDWR); // wakes who accepts
        m_thread.join();
        ::close(m_listener);
    }
    Dropper(const Dropper &) = delete;
    Dropper &operator=(const Dropper &) = delete;

private:
    const int m_listener;
    std::thread m_thread;
};

} // namespace

class EndToEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_studio.reset(); }

    void fileAndFolder();
    void eventStream();
    void whatCannotBeSentIsToldAndCounts();
    void noWaitThenRun();
    void pausedByASecondProcess();
    void cancelledByASecondProcess();
    void signalsStopAndContinue_data();
    void signalsStopAndContinue();
    void continuesWhenAddedAgain();
    void aSecondUploaderUsesTheFirst();
    void aSecondUploaderTakesOver_data();
    void aSecondUploaderTakesOver();
    void changedFileNeedsADecision();
    void skippingADecision();
    void settingsErrors();
    void wrongTokenFailsAtOnce();
    void deadServerAndPatience();
    void muteServerAndPatience();
    void unusableStateDirs();
    void damagedJournalIsSetAside();
    void closedPipeStops();
    void keepsSecretsAndModes();
    void retryAndRemove();
    void quietIsQuiet();
    void planForADestination();

private:
    std::unique_ptr<Studio> m_studio;
};

void EndToEndTest::init()
{
    m_studio = std::make_unique<Studio>();
    QVERIFY(m_studio->setUp());
}

void EndToEndTest::fileAndFolder()
{
    const QByteArray large = randomBytes(25 * MB);
    QVERIFY(m_studio->write(QStringLiteral("in/day/A/large.mov"), large));
    QVERIFY(m_studio->write(QStringLiteral("in/day/empty"), {}));
    QVERIFY(m_studio->write(QStringLiteral("in/day/ä ü&+%.txt"), "odd name"));
    const Ended ended = m_studio->ctl({QStringLiteral("upload"), m_studio->path(QStringLiteral("in/day")),
                                       QStringLiteral("--to"), QStringLiteral("local"),
                                       QStringLiteral("--prefix"), QStringLiteral("2024/x")});
    QVERIFY2(ended.code == 0, ended.all().constData());
    QCOMPARE(ended.err, QByteArray());
    QVERIFY(ended.out.contains("local:2024/x/day/A/large.mov"));
    QVERIFY(ended.out.contains("3 of 3 files"));
    QVERIFY(contentOf(m_studio->store(QStringLiteral("2024/x/day/A/large.mov"))) == large);
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("2024/x/day/empty"))), QByteArray());
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("2024/x/day/ä ü&+%.txt"))), QByteArray("odd name"));

    const QList<QJsonObject> uploads = m_studio->uploads();
    QCOMPARE(uploads.size(), 3);
    for (const QJsonObject &upload : uploads) {
        QCOMPARE(upload.value(QLatin1String("state")).toString(), QStringLiteral("done"));
        QVERIFY(upload.value(QLatin1String("error")).isNull());
        QVERIFY(!upload.value(QLatin1String("finished")).isNull());
        QCOMPARE(upload.value(QLatin1String("bytes_stored")), upload.value(QLatin1String("size")));
    }
    const QJsonObject shown = m_studio->ctl("show 1 --json").document();
    QVERIFY(shown.value(QLatin1String("parts")).isArray());
    QCOMPARE(m_studio->ctl("list --state failed --json")
                 .document()
                 .value(QLatin1String("uploads"))
                 .toArray()
                 .size(),
             0);
    QCOMPARE(m_studio->ctl("show 77").code, 2);
}

void EndToEndTest::eventStream()
{
    QVERIFY(m_studio->write(QStringLiteral("big.mov"), randomBytes(45 * MB)));
    const Ended ended = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big.mov"))))->end();
    QVERIFY2(ended.code == 0, ended.all().constData());
    QCOMPARE(ended.err, QByteArray());
    const QList<QJsonObject> lines = ended.lines();
    const QStringList known{QStringLiteral("added"), QStringLiteral("state"), QStringLiteral("progress"),
                            QStringLiteral("part"), QStringLiteral("done")};
    for (const QJsonObject &line : lines.mid(0, lines.size() - 1)) {
        QVERIFY2(known.contains(line.value(QLatin1String("event")).toString()), QJsonDocument(line).toJson());
        QCOMPARE(line.value(QLatin1String("id")).toInteger(), 1);
        if (line.value(QLatin1String("event")).toString() != QLatin1String("part"))
            for (const char *field :
                 {"path",      "destination",      "key",         "size",        "state",
                  "holds",     "bytes_stored",     "bytes_sent",  "parts_total", "parts_stored",
                  "part_size", "session",          "fingerprint", "error",       "etag",
                  "verified",  "bytes_per_second", "eta_seconds", "added",       "finished"})
                QVERIFY2(line.contains(QLatin1String(field)), field);
        else
            for (const char *field : {"number", "offset", "size", "state", "sent", "attempts", "etag"})
                QVERIFY2(line.contains(QLatin1String(field)), field);
    }
    QCOMPARE(lines.first().value(QLatin1String("event")).toString(), QStringLiteral("added"));
    QCOMPARE(lines[lines.size() - 2].value(QLatin1String("event")).toString(), QStringLiteral("done"));
    const QJsonObject summary = lines.last();
    QCOMPARE(summary.value(QLatin1String("event")).toString(), QStringLiteral("summary"));
    QCOMPARE(summary.value(QLatin1String("done")).toInt(), 1);
    QCOMPARE(summary.value(QLatin1String("failed")).toInt(), 0);
    QCOMPARE(summary.value(QLatin1String("bytes_total")).toInteger(), 45 * MB);
    QCOMPARE(summary.value(QLatin1String("bytes_sent")).toInteger(), 45 * MB);
    QCOMPARE(summary.value(QLatin1String("bytes_skipped")).toInteger(), 0);
    const double seconds = summary.value(QLatin1String("seconds")).toDouble();
    QVERIFY(seconds > 0);
    const auto progress = ended.events("progress").size();
    QVERIFY(progress > 3);
    QVERIFY2(static_cast<double>(progress) <= seconds * 10 + 1, QByteArray::number(progress));
    QSet<int> stored;
    for (const QJsonObject &part : ended.events("part"))
        if (part.value(QLatin1String("state")).toString() == QLatin1String("stored"))
            stored.insert(part.value(QLatin1String("number")).toInt());
    QCOMPARE(stored.size(), ended.events("done").first().value(QLatin1String("parts_total")).toInt());
    QCOMPARE(stored.size(), 9);
    qint64 last = 0;
    for (const QJsonObject &line : ended.events("progress")) { // never backward
        QVERIFY(line.value(QLatin1String("bytes_stored")).toInteger() >= last);
        last = line.value(QLatin1String("bytes_stored")).toInteger();
    }
}

void EndToEndTest::whatCannotBeSentIsToldAndCounts()
{
    QVERIFY(m_studio->write(QStringLiteral("in/good"), "good"));
    QVERIFY(QFile::link(m_studio->path(QStringLiteral("nothing")),
                        m_studio->path(QStringLiteral("in/dangling"))));
    QVERIFY(::close(::open((m_studio->path(QStringLiteral("in/")).toStdString() + "bad\xff").c_str(),
                           O_CREAT | O_WRONLY, 0600)) == 0);
    const Ended ended = m_studio->ctl(
        {QStringLiteral("upload"), m_studio->path(QStringLiteral("in")), QStringLiteral("--json")});
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.lines().last().value(QLatin1String("done")).toInt(), 1);
    QCOMPARE(ended.lines().last().value(QLatin1String("failed")).toInt(), 2);
    QVERIFY2(ended.err.contains("in/dangling: a link to something that is not there"), ended.err.constData());
    QVERIFY2(ended.err.contains("in/bad\\xff: its name is not UTF-8"), ended.err.constData());
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("in/good"))), QByteArray("good"));
    QCOMPARE(m_studio->ctl("upload /no/such/file").code, 1);

    // What the engine refuses does not keep the others back.
    QVERIFY(m_studio->write(QStringLiteral("more/one"), "1"));
    QVERIFY(m_studio->write(QStringLiteral("more/two"), "2"));
    QVERIFY(m_studio->write(
        QStringLiteral("more/") + QStringLiteral("deep/").repeated(60) + QStringLiteral("three"), "3"));
    const Ended mixed = m_studio->ctl({QStringLiteral("upload"), m_studio->path(QStringLiteral("more")),
                                       QStringLiteral("--prefix"), QStringLiteral("pp/").repeated(250),
                                       QStringLiteral("--json")});
    QVERIFY2(mixed.code == 1, mixed.all().constData());
    QCOMPARE(mixed.lines().last().value(QLatin1String("done")).toInt(), 2);
    QCOMPARE(mixed.lines().last().value(QLatin1String("failed")).toInt(), 1);
    QVERIFY(mixed.err.contains("three"));
}

void EndToEndTest::noWaitThenRun()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "content"));
    const Ended added = m_studio->ctl({QStringLiteral("upload"), m_studio->path(QStringLiteral("f")),
                                       QStringLiteral("--no-wait"), QStringLiteral("--json")});
    QVERIFY2(added.code == 0, added.all().constData());
    QCOMPARE(added.events("added").size(), 1);
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("queued"));
    const Ended run = m_studio->ctl("run");
    QVERIFY2(run.code == 0, run.all().constData());
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("done"));
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("f"))), QByteArray("content"));
    QCOMPARE(m_studio->ctl("run").code, 0); // nothing to do
}

void EndToEndTest::pausedByASecondProcess()
{
    const QByteArray content = randomBytes(48 * MB);
    QVERIFY(m_studio->write(QStringLiteral("big"), content));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("sending")); // told by the first process
    const Ended paused = m_studio->ctl("pause 1 --json");
    QVERIFY2(paused.code == 0, paused.all().constData());
    QCOMPARE(paused.document().value(QLatin1String("ids")).toArray(), QJsonArray{1});
    const Ended ended = first->end();
    QVERIFY2(ended.code == 3, ended.all().constData());
    QVERIFY(ended.err.contains("paused"));
    QCOMPARE(ended.lines().last().value(QLatin1String("unfinished")).toInt(), 1);
    QVERIFY(
        m_studio->uploads().first().value(QLatin1String("holds")).toArray().contains(QStringLiteral("user")));

    QCOMPARE(m_studio->ctl("run").code, 3); // still paused, and nothing else to do
    QCOMPARE(m_studio->ctl("resume --all").code, 0);
    const Ended rest = m_studio->ctl("run --json");
    QVERIFY2(rest.code == 0, rest.all().constData());
    QVERIFY(rest.lines().last().value(QLatin1String("bytes_skipped")).toInteger() >= 10 * MB);
    QVERIFY(contentOf(m_studio->store(QStringLiteral("big"))) == content);
}

void EndToEndTest::cancelledByASecondProcess()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB)));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    const Ended cancelled = m_studio->ctl("cancel 1 --json");
    QVERIFY2(cancelled.code == 0, cancelled.all().constData());
    QCOMPARE(cancelled.document().value(QLatin1String("confirmed")).toBool(), true);
    const Ended ended = first->end();
    QVERIFY2(ended.code == 1, ended.all().constData());
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("cancelled"));
    QVERIFY(!QFile::exists(m_studio->store(QStringLiteral("big"))));
    QCOMPARE(m_studio->ctl("cancel 1 5").code, 2);
}

void EndToEndTest::signalsStopAndContinue_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void EndToEndTest::signalsStopAndContinue()
{
    QFETCH(int, number);
    const QByteArray content = randomBytes(48 * MB);
    QVERIFY(m_studio->write(QStringLiteral("big"), content));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    QElapsedTimer clock;
    clock.start();
    first->signal(number);
    const Ended ended = first->end();
    const qint64 took = clock.elapsed();
    QVERIFY2(ended.code == 3, ended.all().constData());
    QVERIFY2(took < 2'000, QByteArray::number(took));
    const QJsonObject summary = ended.lines().last();
    QCOMPARE(summary.value(QLatin1String("event")).toString(), QStringLiteral("summary"));
    QVERIFY(ended.err.contains("gantryctl run"));
    QVERIFY(!QFile::exists(m_studio->path(QStringLiteral("state/gantry.sock"))));

    const Ended rest = m_studio->ctl("run --json");
    QVERIFY2(rest.code == 0, rest.all().constData());
    QVERIFY(rest.lines().last().value(QLatin1String("bytes_skipped")).toInteger() >= 10 * MB);
    QVERIFY(contentOf(m_studio->store(QStringLiteral("big"))) == content);
}

void EndToEndTest::continuesWhenAddedAgain()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB)));
    const QStringList line = slowUpload(m_studio->path(QStringLiteral("big")));
    const auto first = m_studio->start(line);
    QVERIFY(first->seesStoredPart());
    first->signal(SIGTERM);
    QCOMPARE(first->end().code, 3);
    const Ended second = m_studio->ctl(line);
    QVERIFY2(second.code == 0, second.all().constData());
    QCOMPARE(second.events("added").size(), 1);
    QCOMPARE(second.events("added").first().value(QLatin1String("id")).toInteger(), 1);
    QCOMPARE(second.events("added").first().value(QLatin1String("continued")).toBool(), true);
    const QJsonObject summary = second.lines().last();
    QVERIFY(summary.value(QLatin1String("bytes_skipped")).toInteger() >= 10 * MB);
    QVERIFY(summary.value(QLatin1String("bytes_sent")).toInteger() <= 38 * MB);
}

void EndToEndTest::aSecondUploaderUsesTheFirst()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB)));
    QVERIFY(m_studio->write(QStringLiteral("small"), "small"));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    const Ended second = m_studio->ctl({QStringLiteral("upload"), m_studio->path(QStringLiteral("small"))});
    QVERIFY2(second.code == 0, second.all().constData());
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("small"))), QByteArray("small"));
    QCOMPARE(first->process().state(), QProcess::Running); // it ended before the first: that one did the work
    QCOMPARE(first->end().code, 0);
}

void EndToEndTest::aSecondUploaderTakesOver_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("the owner stops in good order") << SIGTERM;
    QTest::newRow("the owner is killed") << SIGKILL;
}

void EndToEndTest::aSecondUploaderTakesOver()
{
    QFETCH(int, number);
    const QByteArray content = randomBytes(48 * MB);
    QVERIFY(m_studio->write(QStringLiteral("big"), content));
    const auto owner = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(owner->seesStoredPart());
    const auto other = m_studio->start(
        slowUpload(m_studio->path(QStringLiteral("big")))); // the same file: it waits for it too
    QVERIFY(
        other->sees([](const QJsonObject &line) { return line.value(QLatin1String("continued")).toBool(); }));
    owner->signal(number);
    QCOMPARE(owner->end().code, number == SIGKILL ? -1 : 3);
    const Ended ended = other->end();
    QVERIFY2(ended.code == 0, ended.all().constData());
    QVERIFY(contentOf(m_studio->store(QStringLiteral("big"))) == content);
    QCOMPARE(m_studio->uploads().size(), 1);
}

void EndToEndTest::changedFileNeedsADecision()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB, 1)));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    first->signal(SIGTERM);
    QCOMPARE(first->end().code, 3);
    const QByteArray changed = randomBytes(48 * MB, 2);
    QVERIFY(m_studio->write(QStringLiteral("big"), changed));
    const Ended run = m_studio->ctl("run --json");
    QVERIFY2(run.code == 4, run.all().constData());
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("needs_decision"));
    QCOMPARE(run.lines().last().value(QLatin1String("needs_decision")).toInt(), 1);
    QVERIFY(!QFile::exists(m_studio->store(QStringLiteral("big"))));
    QCOMPARE(m_studio->ctl("run").code, 4); // and stays so
    QCOMPARE(m_studio->ctl("decide 1 --start-over").code, 0);
    QCOMPARE(m_studio->ctl("decide 1 --start-over").code, 2); // decided already
    const Ended again = m_studio->ctl("run");
    QVERIFY2(again.code == 0, again.all().constData());
    QVERIFY(contentOf(m_studio->store(QStringLiteral("big"))) == changed);
}

void EndToEndTest::skippingADecision()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB, 1)));
    const auto first = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big"))));
    QVERIFY(first->seesStoredPart());
    first->signal(SIGTERM);
    QCOMPARE(first->end().code, 3);
    QVERIFY(m_studio->write(QStringLiteral("big"), "quite another"));
    QCOMPARE(m_studio->ctl("run").code, 4);
    QCOMPARE(m_studio->ctl("decide --all --skip").code, 0);
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("cancelled"));
    const Ended run = m_studio->ctl("run");
    QVERIFY2(run.code == 0, run.all().constData());
}

void EndToEndTest::settingsErrors()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    const QString file = m_studio->path(QStringLiteral("f"));
    const Ended unknown =
        m_studio->ctl({QStringLiteral("upload"), file, QStringLiteral("--to"), QStringLiteral("mars")});
    QCOMPARE(unknown.code, 2);
    QVERIFY2(unknown.err.contains("mars") && unknown.err.contains("local"), unknown.err.constData());
    QCOMPARE(
        m_studio->ctl({QStringLiteral("upload"), file, QStringLiteral("--prefix"), QStringLiteral("../up")})
            .code,
        2);
    QCOMPARE(m_studio->ctl("destination test mars").code, 2);
    QCOMPARE(m_studio->ctl("destination remove mars").code, 2);
    QCOMPARE(m_studio->addDestination(QStringLiteral("bad"), QStringLiteral("not a url")).code, 2);
    QCOMPARE(
        m_studio->addDestination(QStringLiteral("bad"), m_studio->url(), QStringLiteral("no-such-file")).code,
        2);
    QCOMPARE(m_studio->addDestination(QStringLiteral("second"), m_studio->url()).code, 0);
    const Ended ambiguous = m_studio->ctl({QStringLiteral("upload"), file});
    QCOMPARE(ambiguous.code, 2);
    QVERIFY(ambiguous.err.contains("--to"));
    QCOMPARE(m_studio->uploads().size(), 0);
    QCOMPARE(m_studio->ctl("destination remove second").code, 0);
    QCOMPARE(m_studio->ctl("destination remove local").code, 0);
    QCOMPARE(m_studio->ctl({QStringLiteral("upload"), file}).code, 2);
    const Ended json = m_studio->ctl("pause 9 --json");
    QCOMPARE(json.code, 2);
    QCOMPARE(json.document().value(QLatin1String("error")).toObject().value(QLatin1String("kind")).toString(),
             QStringLiteral("invalid_input"));
}

void EndToEndTest::wrongTokenFailsAtOnce()
{
    QVERIFY(m_studio->write(QStringLiteral("wrong"), "nonsense\n"));
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    QCOMPARE(m_studio->addDestination(QStringLiteral("local"), m_studio->url(), QStringLiteral("wrong")).code,
             0); // replaces
    const Ended tested = m_studio->ctl("destination test local --json");
    QCOMPARE(tested.code, 1);
    QCOMPARE(tested.document().value(QLatin1String("passed")).toBool(true), false);
    const Ended ended = m_studio->ctl(
        {QStringLiteral("upload"), m_studio->path(QStringLiteral("f")), QStringLiteral("--json")});
    QVERIFY2(ended.code == 1, ended.all().constData());
    QVERIFY2(ended.ms < 5'000, QByteArray::number(ended.ms));
    QCOMPARE(ended.events("failed").size(), 1);
    QCOMPARE(ended.events("failed")
                 .first()
                 .value(QLatin1String("error"))
                 .toObject()
                 .value(QLatin1String("kind"))
                 .toString(),
             QStringLiteral("unauthorized"));
    // It has nowhere to go.
    QCOMPARE(m_studio->ctl("destination remove local").code, 0);
    const Ended named = m_studio->ctl("retry 1");
    QCOMPARE(named.code, 2);
    QVERIFY2(named.err.contains("no destination local"), named.err.constData());
    const Ended all = m_studio->ctl("retry --all");
    QCOMPARE(all.code, 0);
    QVERIFY2(all.err.contains("Upload 1 is left out"), all.err.constData());
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("failed"));
    // Put right, it goes up.
    QCOMPARE(m_studio->addDestination(QStringLiteral("local"), m_studio->url()).code, 0);
    QCOMPARE(m_studio->ctl("retry --all").code, 0);
    QCOMPARE(m_studio->ctl("run").code, 0);
}

void EndToEndTest::deadServerAndPatience()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    m_studio->stopService();
    const QStringList line{QStringLiteral("upload"), m_studio->path(QStringLiteral("f")),
                           QStringLiteral("--offline-timeout")};
    const Ended ended = m_studio->ctl(line + QStringList{QStringLiteral("1s")});
    QVERIFY2(ended.code == 3, ended.all().constData());
    QVERIFY2(ended.ms >= 1'000 && ended.ms < 10'000, QByteArray::number(ended.ms));
    QVERIFY(ended.err.contains("gantryctl run"));
    const Ended atOnce = m_studio->ctl(line + QStringList{QStringLiteral("0")});
    QCOMPARE(atOnce.code, 3);
    // It comes back at the same place while somebody waits: that one goes on by itself.
    const auto waiting =
        m_studio->start(line + QStringList{QStringLiteral("never"), QStringLiteral("--json")});
    QVERIFY(waiting->sees([](const QJsonObject &seen) {
        return seen.value(QLatin1String("holds")).toArray().contains(QStringLiteral("offline"));
    }));
    QVERIFY(m_studio->startService(m_studio->url().section(QLatin1Char('/'), -1)));
    const Ended done = waiting->end();
    QVERIFY2(done.code == 0, done.all().constData());
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("f"))), QByteArray("x"));
}

// As a tunnel whose other end is dead: connections are taken and dropped, at the beginning and in the middle.
void EndToEndTest::muteServerAndPatience()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    QVERIFY(m_studio->write(QStringLiteral("big.mov"), randomBytes(45 * MB)));
    const QStringList patience{QStringLiteral("--offline-timeout"), QStringLiteral("2s")};
    const auto sending = m_studio->start(slowUpload(m_studio->path(QStringLiteral("big.mov"))) + patience);
    QVERIFY(sending->seesStoredPart());
    m_studio->stopService();
    const Dropper dropper(m_studio->url().section(QLatin1Char(':'), -1).toInt());
    const Ended middle = sending->end(20'000);
    QVERIFY2(middle.code == 3, middle.all().constData());
    QVERIFY2(middle.err.contains("was lost before it answered"), middle.all().constData());
    const Ended beginning =
        m_studio->start(QStringList{QStringLiteral("upload"), m_studio->path(QStringLiteral("f"))} + patience)
            ->end(20'000);
    QVERIFY2(beginning.code == 3, beginning.all().constData());
    QVERIFY2(beginning.err.contains("was lost before it answered"), beginning.all().constData());
}

void EndToEndTest::unusableStateDirs()
{
    QVERIFY(m_studio->write(QStringLiteral("file"), "x"));
    const auto with = [](const QString &dir) {
        return Running(QStringLiteral(GANTRYCTL),
                       {QStringLiteral("list"), QStringLiteral("--state-dir"), dir})
            .end();
    };
    QCOMPARE(with(m_studio->path(QStringLiteral("file"))).code, 2);
    QCOMPARE(with(QStringLiteral("/proc/nowhere")).code, 2);
    const Ended fromEnvironment =
        Running(QStringLiteral(GANTRYCTL), {QStringLiteral("list"), QStringLiteral("--json")},
                {QStringLiteral("GANTRY_STATE_DIR=") + m_studio->path(QStringLiteral("env-state"))})
            .end();
    QCOMPARE(fromEnvironment.code, 0);
    QVERIFY(QFile::exists(m_studio->path(QStringLiteral("env-state/journal.sqlite"))));
}

void EndToEndTest::damagedJournalIsSetAside()
{
    QVERIFY(m_studio->write(QStringLiteral("state/journal.sqlite"), QByteArray(50'000, 'x')));
    const Ended ended = m_studio->ctl("list --json");
    QVERIFY2(ended.code == 0, ended.all().constData());
    QVERIFY(ended.err.contains("damaged"));
    QCOMPARE(ended.document(), (QJsonObject{{QStringLiteral("uploads"), QJsonArray()}}));
    QCOMPARE(m_studio->ctl("list").err, QByteArray());
}

void EndToEndTest::closedPipeStops()
{
    QVERIFY(m_studio->write(QStringLiteral("big"), randomBytes(48 * MB)));
    const Ended ended =
        Running(QStringLiteral("/bin/bash"),
                QStringList{QStringLiteral("-c"),
                            QStringLiteral("\"$@\" | head -3 >/dev/null; exit ${PIPESTATUS[0]}"),
                            QStringLiteral("bash"), QStringLiteral(GANTRYCTL), QStringLiteral("--state-dir"),
                            m_studio->stateDir()} +
                    slowUpload(m_studio->path(QStringLiteral("big"))))
            .end();
    QVERIFY2(ended.code == 3, ended.all().constData());
    QVERIFY2(ended.ms < 4'000, QByteArray::number(ended.ms)); // it would have taken longer to the end
    QCOMPARE(m_studio->ctl("run").code, 0);
}

void EndToEndTest::keepsSecretsAndModes()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    const auto first = m_studio->start({QStringLiteral("upload"), m_studio->path(QStringLiteral("f"))});
    QCOMPARE(first->end().code, 0);
    int files = 0;
    QDirIterator found(m_studio->stateDir(), QDir::Files | QDir::Hidden | QDir::System,
                       QDirIterator::Subdirectories);
    while (found.hasNext()) {
        const QString path = found.next();
        struct stat facts
        {};
        QVERIFY(::stat(path.toLocal8Bit().constData(), &facts) == 0);
        QVERIFY2((facts.st_mode & 0777U) == 0600U, qPrintable(path));
        QVERIFY2(!contentOf(path).contains(m_studio->token()), qPrintable(path));
        ++files;
    }
    QVERIFY(files >= 3); // journal, lock, log
    const QJsonObject destinations = m_studio->ctl("destination list --json").document();
    QVERIFY(!QJsonDocument(destinations).toJson().contains(m_studio->token()));
    QCOMPARE(destinations.value(QLatin1String("destinations"))
                 .toArray()
                 .first()
                 .toObject()
                 .value(QLatin1String("name"))
                 .toString(),
             QStringLiteral("local"));
}

void EndToEndTest::retryAndRemove()
{
    QVERIFY(m_studio->write(QStringLiteral("a"), "a"));
    QVERIFY(m_studio->write(QStringLiteral("b"), "b"));
    QCOMPARE(m_studio
                 ->ctl({QStringLiteral("upload"), m_studio->path(QStringLiteral("a")),
                        m_studio->path(QStringLiteral("b")), QStringLiteral("--no-wait")})
                 .code,
             0);
    QCOMPARE(m_studio->ctl("cancel 1").code, 0);
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("cancelled"));
    QCOMPARE(m_studio->ctl("retry 1").code, 0);
    QCOMPARE(m_studio->stateOf(1), QStringLiteral("queued"));
    QCOMPARE(m_studio->ctl("remove 2").code, 0);
    QCOMPARE(m_studio->ctl("remove 2").code, 2);
    QCOMPARE(m_studio->uploads().size(), 1);
    QCOMPARE(m_studio->ctl("run").code, 0);
    QVERIFY(!QFile::exists(m_studio->store(QStringLiteral("b"))));
    QCOMPARE(m_studio->ctl("remove --all").code, 0);
    QCOMPARE(m_studio->uploads().size(), 0);
    QCOMPARE(contentOf(m_studio->store(QStringLiteral("a"))), QByteArray("a")); // what is stored stays
}

void EndToEndTest::quietIsQuiet()
{
    QVERIFY(m_studio->write(QStringLiteral("f"), "x"));
    const Ended good = m_studio->ctl(
        {QStringLiteral("--quiet"), QStringLiteral("upload"), m_studio->path(QStringLiteral("f"))});
    QCOMPARE(good.code, 0);
    QCOMPARE(good.out + good.err, QByteArray());
    const Ended bad = m_studio->ctl("--quiet upload /no/such/file");
    QCOMPARE(bad.code, 1);
    QCOMPARE(bad.out, QByteArray());
    QVERIFY(bad.err.contains("/no/such/file"));
}

void EndToEndTest::planForADestination()
{
    QCOMPARE(m_studio->ctl("plan 25GB --to local --json").document(),
             (QJsonObject{{QStringLiteral("part_size"), 5'242'880},
                          {QStringLiteral("parts_total"), 4769},
                          {QStringLiteral("last_part_size"), 1'948'160}}));
    QCOMPARE(m_studio->ctl("plan 25GB --to mars").code, 2);
    // Of a tus server it is only known what may be.
    QCOMPARE(m_studio->ctl("destination add agency --kind tus --url http://127.0.0.1:9/files/").code, 0);
    const Ended plan = m_studio->ctl("plan 512MiB --to agency");
    QVERIFY2(plan.out.contains("parts           1\n"), plan.out.constData());
    QVERIFY2(plan.out.contains("up to 4."), plan.out.constData());
    const QJsonObject told = m_studio->ctl("plan 512MiB --to agency --json").document();
    QCOMPARE(told.value(QLatin1String("parts_total")).toInt(), 1);
    QCOMPARE(told.value(QLatin1String("parts_total_at_most")).toInt(), 4);
    QVERIFY(!m_studio->ctl("plan 10MiB --to agency").out.contains("up to"));
    QCOMPARE(m_studio->ctl("plan 48.9TiB").code, 2);
}

QTEST_GUILESS_MAIN(EndToEndTest)
#include "e2e_test.moc"
