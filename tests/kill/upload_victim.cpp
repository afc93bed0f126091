// An engine that uploads one file and is killed around its n-th journal commit: what the kill tests start.
//
//     upload_victim STATE_DIR FILE none|before|after N
//
// The destination "local" is in the state folder already. Exit status 0: the file is stored and proved; 3: it
// is not.
#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"
#include "engine/scheduling/engine_parts.h"

#include <QCoreApplication>
#include <QTextStream>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace gantry;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString when = arguments.value(3);
    const int victim = arguments.value(4).toInt();

    EngineParts parts;
    parts.dice = [] { return 0.1; };
    const auto killAt = [victim](int commit) {
        if (commit == victim)
            ::kill(::getpid(), SIGKILL);
    };
    if (when == QLatin1String("before"))
        parts.journalHooks.beforeCommit = killAt;
    if (when == QLatin1String("after"))
        parts.journalHooks.afterCommit = killAt;

    EngineOptions options;
    options.stateDir = arguments.value(1);
    Engine engine(options, parts);
    QObject::connect(&engine, &Engine::changed, &application, [](const QList<UploadSnapshot> &uploads) {
        for (const UploadSnapshot &upload : uploads) {
            if (!isFinal(upload.record.stage))
                continue;
            rusage usage = {};
            ::getrusage(RUSAGE_SELF, &usage);
            QTextStream(stdout) << toName(upload.record.stage) << ' ' << upload.bytesSent << ' '
                                << usage.ru_maxrss << Qt::endl;
            QCoreApplication::exit(
                upload.record.stage == Stage::Done && upload.record.verified == Verification::Etag ? 0 : 3);
        }
    });
    whenReady(&application, engine.start(), [&](const Expected<EngineReport> &report) {
        if (!report || !report->journalSetAside.isEmpty()) {
            QTextStream(stdout) << "journal: " << (report ? report->journalSetAside : report.error().message)
                                << Qt::endl;
            QCoreApplication::exit(4);
            return;
        }
        // As a workstation does after a power cut: what is in the journal goes on, nothing is added again.
        if (report->uploads == 0)
            engine.add({{arguments.value(2), QStringLiteral("local"), QStringLiteral("clip.mov")}});
        else if (report->unfinished == 0)
            QCoreApplication::exit(0);
    });
    return QCoreApplication::exec();
}
