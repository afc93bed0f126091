#include "app/cli/upload_command.h"

#include "app/cli/failure_exit.h"
#include "app/cli/file_walk.h"
#include "app/cli/json_progress.h"
#include "app/cli/plain_progress.h"
#include "app/cli/size_text.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/terminal_text.h"
#include "app/cli/upload_watch.h"
#include "engine/ipc/ipc_message.h"
#include "engine/ipc/snapshot_json.h"

#include <QThread>

#include <atomic>

namespace gantry {
namespace {

constexpr auto defaultPatience = std::chrono::minutes(5); // where nobody looks on

WatchState::Patience patienceOf(const Patience &patience, bool isInteractive)
{
    if (patience.given)
        return patience.limit;
    return isInteractive ? WatchState::Patience() : WatchState::Patience(defaultPatience);
}

// What both commands share: progress, and how it ends.
class WatchingCommand : public Command
{
public:
    WatchingCommand(CommandContext &context, UploadWatch::Options options)
        : Command(context)
        , m_sink(makeSink())
        , m_watch(access(), *m_sink, options)
    {
        connect(&m_watch, &UploadWatch::ended, this,
                [this](int code) { finish(static_cast<ExitCode>(code)); });
    }

    void stop() override
    {
        const int left = m_watch.state().unfinished();
        QString why = QStringLiteral("Stopped.");
        if (left > 0 && access().isOwner())
            why += QStringLiteral(" `gantryctl run` continues with %1.")
                       .arg(countText(console().locale(), left, QStringLiteral("upload"),
                                      QStringLiteral("uploads")));
        else if (left > 0)
            why += QStringLiteral(" The uploads go on in the program that runs them.");
        m_watch.stop(ExitStopped, why);
        finish(ExitStopped);
    }

protected:
    // A stream has no place for an error document: its last line is the summary.
    void endWith(const Failure &failure)
    {
        if (isFinished())
            return;
        m_watch.stop(exitCodeOf(failure), failure.message);
        finish(exitCodeOf(failure));
    }

    void openForWatch(EngineAccess::Need need, qint64 rateLimit)
    {
        connect(&access(), &EngineAccess::lost, this, &WatchingCommand::endWith);
        access().open(need, true, rateLimit);
    }

    UploadWatch &watch() { return m_watch; }
    ProgressSink &sink() { return *m_sink; }

private:
    std::unique_ptr<ProgressSink> makeSink()
    {
        if (json())
            return std::make_unique<JsonProgress>(console());
        if (console().isInteractive() && !console().isQuiet())
            return std::make_unique<TerminalProgress>(console());
        return std::make_unique<PlainProgress>(console());
    }

    std::unique_ptr<ProgressSink> m_sink;
    UploadWatch m_watch;
};

class RunCommand final : public WatchingCommand
{
public:
    RunCommand(CommandContext &context, const RunQueue &choice)
        : WatchingCommand(context, {true, true, patienceOf(choice.patience, context.console.isInteractive())})
        , m_rateLimit(choice.rateLimit)
    {}

    void start() override
    {
        connect(
            &access(), &EngineAccess::opened, this, [this] { watch().begin(); }, Qt::SingleShotConnection);
        openForWatch(EngineAccess::Need::Work, m_rateLimit);
    }

private:
    qint64 m_rateLimit;
};

class UploadCommand final : public WatchingCommand
{
public:
    UploadCommand(CommandContext &context, UploadFiles choice)
        : WatchingCommand(context,
                          {false, choice.wait, patienceOf(choice.patience, context.console.isInteractive())})
        , m_choice(std::move(choice))
    {}

    ~UploadCommand() override
    {
        m_stopWalking = true;
        if (m_walker)
            m_walker->wait();
    }

    void start() override
    {
        if (const QString fault = faultOfPrefix(m_choice.prefix); !fault.isEmpty()) {
            endWith({FailureKind::InvalidInput, QStringLiteral("--prefix: %1.").arg(fault), {}, 0});
            return;
        }
        openForWatch(m_choice.wait ? EngineAccess::Need::Work : EngineAccess::Need::Edit, m_choice.rateLimit);
        ask(QStringLiteral("destinations"), {}, [this](const QJsonObject &answer) {
            const auto list =
                listFromJson(answer.value(QLatin1String("destinations")).toArray(), destinationFromJson);
            if (!list)
                endWith(list.error());
            else if (chooseDestination(*list))
                walk();
        });
    }

private:
    void ask(const QString &name, const QJsonObject &arguments, std::function<void(const QJsonObject &)> then)
    {
        access().call(name, arguments, [this, then = std::move(then)](const Expected<QJsonObject> &answer) {
            if (isFinished())
                return;
            if (answer)
                then(*answer);
            else
                endWith(answer.error());
        });
    }

    bool chooseDestination(const QList<DestinationSettings> &known)
    {
        QStringList names;
        for (const DestinationSettings &settings : known)
            names.append(settings.name);
        QString wrong;
        if (names.isEmpty())
            wrong = QStringLiteral(
                "There is no destination yet: `gantryctl destination add --help` tells how to add one.");
        else if (m_choice.destination.isEmpty() && names.size() == 1)
            m_choice.destination = names.first();
        else if (m_choice.destination.isEmpty())
            wrong = QStringLiteral("Say where --to; the destinations are: %1.")
                        .arg(names.join(QStringLiteral(", ")));
        else if (!names.contains(m_choice.destination))
            wrong = QStringLiteral("There is no destination %1; the destinations are: %2.")
                        .arg(m_choice.destination, names.join(QStringLiteral(", ")));
        if (!wrong.isEmpty())
            endWith({FailureKind::InvalidInput, wrong, {}, 0});
        return wrong.isEmpty();
    }

    // In a thread of its own: a folder may have a million files, on a disk that is asleep.
    void walk()
    {
        m_walker.reset(QThread::create([this, paths = m_choice.paths, prefix = m_choice.prefix] {
            m_found = findFiles(paths, prefix, [this](qsizetype) { return m_stopWalking.load(); });
        }));
        connect(m_walker.get(), &QThread::finished, this, [this] {
            if (!isFinished())
                walked();
        });
        m_walker->start();
    }

    void walked()
    {
        for (const WalkProblem &problem : m_found.problems)
            console().error(
                harmless(QStringLiteral("Cannot be sent: %1: %2.").arg(problem.path, problem.reason)));
        watch().addUnsendable(static_cast<int>(m_found.problems.size()));
        if (m_found.files.isEmpty() && m_found.problems.isEmpty())
            sink().notice(QStringLiteral("There is no file there: nothing to upload."));
        addFrom(0);
    }

    // In pieces that fit a message to another process.
    void addFrom(qsizetype first)
    {
        if (first == m_found.files.size()) {
            watch().begin();
            return;
        }
        QJsonArray uploads;
        qsizetype next = first;
        for (qsizetype size = 0;
             next < m_found.files.size() && (next == first || size < ipcComfortableMessage); ++next) {
            const FoundFile &file = m_found.files[next];
            uploads.append(toJson(NewUpload{file.path, m_choice.destination, file.key, 0, file.size}));
            size += 200 + 6 * (file.path.size() + file.key.size());
        }
        ask(QStringLiteral("add"), {{QLatin1String("uploads"), uploads}},
            [this, next](const QJsonObject &answer) {
                const auto added =
                    listFromJson(answer.value(QLatin1String("added")).toArray(), addedUploadFromJson);
                if (!added) {
                    endWith(added.error());
                    return;
                }
                watch().add(*added);
                addFrom(next);
            });
    }

    UploadFiles m_choice;
    std::unique_ptr<QThread> m_walker;
    std::atomic<bool> m_stopWalking = false;
    WalkResult m_found; // the walker's until it has finished
};

} // namespace

std::unique_ptr<Command> makeUploadCommand(CommandContext &context, const UploadFiles &choice)
{
    return std::make_unique<UploadCommand>(context, choice);
}

std::unique_ptr<Command> makeRunCommand(CommandContext &context, const RunQueue &choice)
{
    return std::make_unique<RunCommand>(context, choice);
}

} // namespace gantry
