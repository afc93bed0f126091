#include "app/cli/upload_command.h"

#include "app/cli/failure_exit.h"
#include "app/cli/json_progress.h"
#include "app/cli/plain_progress.h"
#include "app/cli/size_text.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/terminal_text.h"
#include "app/cli/upload_watch.h"
#include "engine/intake/file_walk.h"
#include "engine/ipc/ipc_message.h"
#include "engine/ipc/snapshot_json.h"

#include <QThread>

#include <algorithm>
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
    struct Piece // of the files that were found
    {
        qsizetype first = 0;
        qsizetype last = 0; // not in it any more
    };

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
        addAll();
    }

    // In pieces that fit a message to another process.
    void addAll()
    {
        for (qsizetype first = 0; first < m_found.files.size();) {
            qsizetype last = first;
            for (qsizetype size = 0;
                 last < m_found.files.size() && (last == first || size < ipcComfortableMessage); ++last)
                size += 200 + 6 * (m_found.files[last].path.size() + m_found.files[last].key.size());
            m_pieces.push_back({first, last});
            first = last;
        }
        std::reverse(m_pieces.begin(), m_pieces.end());
        addNext();
    }

    void addNext()
    {
        if (m_pieces.empty()) {
            watch().begin();
            return;
        }
        const Piece piece = m_pieces.back();
        m_pieces.pop_back();
        QJsonArray uploads;
        for (qsizetype i = piece.first; i < piece.last; ++i) {
            const FoundFile &file = m_found.files[i];
            uploads.append(toJson(NewUpload{file.path, m_choice.destination, file.key, 0, file.size}));
        }
        access().call(QStringLiteral("add"), {{QLatin1String("uploads"), uploads}},
                      [this, piece](const Expected<QJsonObject> &answer) {
                          if (!isFinished())
                              pieceAdded(piece, answer);
                      });
    }

    // The engine takes a piece as a whole or not at all: the one that it refuses is found by halves.
    void pieceAdded(Piece piece, const Expected<QJsonObject> &answer)
    {
        const auto added =
            answer ? listFromJson(answer->value(QLatin1String("added")).toArray(), addedUploadFromJson)
                   : fail(answer.error());
        if (added) {
            watch().add(*added);
        } else if (added.error().kind != FailureKind::InvalidInput) {
            endWith(added.error());
            return;
        } else if (piece.last - piece.first > 1) {
            const qsizetype middle = piece.first + (piece.last - piece.first) / 2;
            m_pieces.push_back({middle, piece.last});
            m_pieces.push_back({piece.first, middle});
        } else {
            console().error(harmless(added.error().message));
            watch().addUnsendable(1);
        }
        addNext();
    }

    UploadFiles m_choice;
    std::unique_ptr<QThread> m_walker;
    std::atomic<bool> m_stopWalking = false;
    WalkResult m_found;          // the walker's until it has finished
    std::vector<Piece> m_pieces; // to be added, the next one last
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
