#include "app/cli/queue_command.h"

#include "app/cli/failure_exit.h"
#include "app/cli/size_text.h"
#include "app/cli/terminal_text.h"
#include "app/cli/upload_pages.h"
#include "engine/ipc/snapshot_json.h"

#include <QSet>

namespace gantry {
namespace {

struct VerbWords
{
    QString call;
    QString past; // "2 uploads …"
};

VerbWords wordsOf(QueueVerb verb)
{
    switch (verb) {
    case QueueVerb::Pause:
        return {QStringLiteral("pause"), QStringLiteral("paused")};
    case QueueVerb::Resume:
        return {QStringLiteral("resume"), QStringLiteral("resumed")};
    case QueueVerb::Retry:
        return {QStringLiteral("retry"), QStringLiteral("queued again")};
    case QueueVerb::Cancel:
        return {QStringLiteral("cancel"), QStringLiteral("cancelled")};
    case QueueVerb::Remove:
        return {QStringLiteral("remove"), QStringLiteral("removed")};
    case QueueVerb::StartOver:
        return {QStringLiteral("decide"), QStringLiteral("queued to start over")};
    case QueueVerb::Skip:
        return {QStringLiteral("decide"), QStringLiteral("skipped")};
    }
    Q_UNREACHABLE();
}

bool leavesWork(QueueVerb verb)
{
    return verb == QueueVerb::Resume || verb == QueueVerb::Retry || verb == QueueVerb::StartOver;
}

class QueueCommand final : public Command
{
public:
    QueueCommand(CommandContext &context, ChangeUploads choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        openEngine();
        const std::optional<QList<UploadId>> wanted =
            m_choice.all ? std::nullopt : std::optional(m_choice.ids);
        readUploads(access(), wanted, [this](const Expected<QList<UploadSnapshot>> &uploads) {
            if (isFinished())
                return;
            if (uploads)
                select(*uploads);
            else
                failWith(uploads.error());
        });
    }

private:
    void select(const QList<UploadSnapshot> &uploads)
    {
        QList<UploadId> found;
        for (const UploadSnapshot &upload : uploads)
            if (!m_choice.all || isMeantByAll(m_choice.verb, upload))
                found.append(upload.record.id);
        if (m_choice.all && m_choice.verb == QueueVerb::Retry) {
            leaveOutTheLost(uploads, found);
            return;
        }
        const QSet<UploadId> known(found.begin(), found.end());
        QStringList unknown;
        for (const UploadId id : m_choice.ids)
            if (!known.contains(id))
                unknown.append(QString::number(id.value));
        if (!unknown.isEmpty()) {
            // None of them, then: half a command is worse to repeat than a whole one.
            failWith({FailureKind::InvalidInput,
                      QStringLiteral("There is no upload %1; nothing was changed.")
                          .arg(unknown.join(QStringLiteral(", "))),
                      {},
                      0});
            return;
        }
        change(found);
    }

    // Those whose destination has been removed; they would hold up all the others.
    void leaveOutTheLost(const QList<UploadSnapshot> &uploads, const QList<UploadId> &found)
    {
        call(QStringLiteral("destinations"), {}, [this, uploads, found](const QJsonObject &answer) {
            const auto list =
                listFromJson(answer.value(QLatin1String("destinations")).toArray(), destinationFromJson);
            if (!list) {
                failWith(list.error());
                return;
            }
            QSet<QString> names;
            for (const DestinationSettings &settings : *list)
                names.insert(settings.name);
            QList<UploadId> ids = found;
            for (const UploadSnapshot &upload : uploads)
                if (!names.contains(upload.record.destination) && ids.removeOne(upload.record.id))
                    console().error(QStringLiteral("Upload %1 is left out: there is no destination %2.")
                                        .arg(QString::number(upload.record.id.value),
                                             harmless(upload.record.destination)));
            change(ids);
        });
    }

    void change(const QList<UploadId> &ids)
    {
        if (ids.isEmpty()) {
            report(ids, true);
            return;
        }
        QJsonObject arguments{{QLatin1String("ids"), idsToJson(ids)}};
        if (m_choice.verb == QueueVerb::StartOver)
            arguments.insert(QLatin1String("decision"), QLatin1String("start_over"));
        else if (m_choice.verb == QueueVerb::Skip)
            arguments.insert(QLatin1String("decision"), QLatin1String("skip"));
        access().call(wordsOf(m_choice.verb).call, arguments,
                      [this, ids](const Expected<QJsonObject> &answer) {
                          if (isFinished())
                              return;
                          // Cancelled here; the server could not be told yet, which is tried again.
                          const bool untold = !answer && m_choice.verb == QueueVerb::Cancel &&
                                              answer.error().kind == FailureKind::Unreachable;
                          if (untold)
                              console().error(harmless(answer.error().message));
                          else if (!answer) {
                              failWith(answer.error());
                              return;
                          }
                          report(ids, !untold);
                      });
    }

    void report(const QList<UploadId> &ids, bool confirmed)
    {
        QJsonObject document{{QLatin1String("ids"), idsToJson(ids)}};
        if (m_choice.verb == QueueVerb::Cancel)
            document.insert(QLatin1String("confirmed"), confirmed);
        printJson(document);
        printLine(QStringLiteral("%1 %2.").arg(
            countText(console().locale(), ids.size(), QStringLiteral("upload"), QStringLiteral("uploads")),
            wordsOf(m_choice.verb).past));
        if (leavesWork(m_choice.verb) && !ids.isEmpty() && access().isOwner())
            printLine(QStringLiteral("Nothing works the queue now: `gantryctl run` does."));
        finish(ExitDone);
    }

    ChangeUploads m_choice;
};

} // namespace

bool isMeantByAll(QueueVerb verb, const UploadSnapshot &upload)
{
    const Stage stage = upload.record.stage;
    switch (verb) {
    case QueueVerb::Pause:
        return !isFinal(stage) && !upload.holds.testFlag(Hold::User);
    case QueueVerb::Resume:
        return !isFinal(stage);
    case QueueVerb::Retry:
        return stage == Stage::Failed;
    case QueueVerb::Cancel:
        return stage != Stage::Done && stage != Stage::Cancelled;
    case QueueVerb::Remove:
        return true;
    case QueueVerb::StartOver:
    case QueueVerb::Skip:
        return stage == Stage::NeedsDecision;
    }
    Q_UNREACHABLE();
}

std::unique_ptr<Command> makeQueueCommand(CommandContext &context, const ChangeUploads &choice)
{
    return std::make_unique<QueueCommand>(context, choice);
}

} // namespace gantry
