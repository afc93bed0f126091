// A child process that tells the scenario to a journal and is killed, or refused, on the way.
// Arguments: PATH one|all before|after|statement|never N. Prints "open" or "refused <words>", and "ack <i>"
// for each batch whose future ended well, at once.
#include "tests/engine/journal_scenario.h"

#include <QCoreApplication>
#include <QSemaphore>

#include <csignal>
#include <string>
#include <unistd.h>

using namespace gantry;

namespace {

void say(const QByteArray &words)
{
    const QByteArray line = words + '\n';
    if (::write(STDOUT_FILENO, line.constData(), static_cast<size_t>(line.size())) != line.size())
        ::_exit(9);
}

void die()
{
    ::kill(::getpid(), SIGKILL);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() != 5)
        return 2;
    const bool together = arguments.at(2) == QLatin1String("all");
    const QString &when = arguments.at(3);
    const int at = arguments.at(4).toInt();

    // With "all", the first batch stops at its commit (after those of the new file's tables)
    // until the rest of them wait, so that they share the next.
    QSemaphore reached;
    QSemaphore asked;
    JournalHooks hooks;
    hooks.beforeCommit = [&, at](int commit) {
        if (together && commit == samples::firstBatchCommit()) {
            reached.release();
            asked.acquire();
        }
        if (when == QLatin1String("before") && commit == at)
            die();
    };
    if (when == QLatin1String("after"))
        hooks.afterCommit = [at](int commit) {
            if (commit == at)
                die();
        };
    if (when == QLatin1String("statement"))
        hooks.beforeStatement = [at](int statement) {
            if (statement == at)
                die();
            return QString();
        };

    Journal journal(arguments.at(1), hooks);
    const auto opened = samples::resultOf(journal.open());
    if (!opened) {
        say("refused " + opened.error().message.toUtf8());
        return 1;
    }
    say("open");
    QList<QFuture<Expected<void>>> waiting;
    int acknowledged = 0;
    for (const auto &batch : scenario::batches()) {
        waiting.append(journal.commit(batch));
        if (together && waiting.size() == 1)
            reached.acquire();
        if (!together && samples::resultOf(waiting.last()))
            say("ack " + QByteArray::number(++acknowledged));
    }
    asked.release();
    for (const auto &future : waiting)
        if (together && samples::resultOf(future))
            say("ack " + QByteArray::number(++acknowledged));
    return 0;
}
