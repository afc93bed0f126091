#include "app/cli/orphan_commands.h"

#include "app/cli/size_text.h"
#include "app/cli/table.h"
#include "app/cli/terminal_text.h"
#include "engine/ipc/snapshot_json.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace gantry {
namespace {

// Both begin with what there is.
class OrphanCommand : public Command
{
public:
    OrphanCommand(CommandContext &context, QString destination)
        : Command(context)
        , m_destination(std::move(destination))
    {}

    void start() override
    {
        openEngine();
        call(QStringLiteral("orphans"), {{QLatin1String("destination"), m_destination}},
             [this](const QJsonObject &answer) {
                 const auto found =
                     listFromJson(answer.value(QLatin1String("orphans")).toArray(), orphanFromJson);
                 if (found)
                     known(*found);
                 else
                     failWith(found.error());
             });
    }

protected:
    virtual void known(const QList<Orphan> &orphans) = 0;
    const QString &destination() const { return m_destination; }
    Failure unknownOrphan(const QString &id, const QString &consequence) const
    {
        return {FailureKind::InvalidInput,
                QStringLiteral("There is no unfinished upload %1 at %2 that this queue does not continue. %3")
                    .arg(harmless(id), harmless(m_destination), consequence),
                {},
                0};
    }

private:
    QString m_destination;
};

QString ageText(qint64 begunMs)
{
    if (begunMs == 0)
        return {};
    return durationText(std::max(0LL, QDateTime::currentMSecsSinceEpoch() - begunMs) / 1000);
}

class ListOrphansCommand final : public OrphanCommand
{
public:
    ListOrphansCommand(CommandContext &context, const ListOrphans &choice)
        : OrphanCommand(context, choice.destination)
    {}

private:
    void known(const QList<Orphan> &orphans) override
    {
        printJson({{QLatin1String("orphans"), listToJson(orphans)}});
        if (orphans.isEmpty()) {
            printLine(QStringLiteral("Nothing is unfinished there but what this queue continues."));
        } else {
            Table table({{QStringLiteral("AGE"), true},
                         {QStringLiteral("PARTS"), true},
                         {QStringLiteral("SIZE"), true},
                         {QStringLiteral("BEGUN BY")},
                         {QStringLiteral("ID")},
                         {QStringLiteral("NAME")}});
            const QLocale locale = console().locale();
            for (const Orphan &orphan : orphans)
                table.add({ageText(orphan.begunMs), orphan.parts ? locale.toString(*orphan.parts) : QString(),
                           orphan.size ? sizeText(locale, *orphan.size) : QString(), orphan.initiator,
                           orphan.id, orphan.name});
            for (const QString &line : table.lines())
                printLine(line);
            printLine(QStringLiteral("`gantryctl orphans adopt` continues one with its file; "
                                     "`gantryctl orphans abort` ends it."));
        }
        finish(ExitDone);
    }
};

class AdoptCommand final : public OrphanCommand
{
public:
    AdoptCommand(CommandContext &context, AdoptOrphan choice)
        : OrphanCommand(context, choice.destination)
        , m_choice(std::move(choice))
    {}

private:
    void known(const QList<Orphan> &orphans) override
    {
        const auto orphan = std::find_if(orphans.begin(), orphans.end(),
                                         [this](const Orphan &each) { return each.id == m_choice.id; });
        if (orphan == orphans.end()) {
            failWith(unknownOrphan(m_choice.id, QStringLiteral("Nothing was queued.")));
            return;
        }
        const QFileInfo file(m_choice.path);
        if (!file.isFile()) {
            failWith({FailureKind::InvalidInput,
                      QStringLiteral("%1 is not a file. Name the one that was being uploaded as %2.")
                          .arg(harmless(m_choice.path), harmless(orphan->name)),
                      {},
                      0});
            return;
        }
        const NewUpload upload{
            file.absoluteFilePath(), destination(), orphan->name, 0, file.size(), orphan->id};
        call(QStringLiteral("add"), {{QLatin1String("uploads"), QJsonArray{toJson(upload)}}},
             [this](const QJsonObject &answer) {
                 const auto added =
                     listFromJson(answer.value(QLatin1String("added")).toArray(), addedUploadFromJson);
                 if (added && !added->isEmpty())
                     queued(added->first());
                 else
                     failWith(added ? Failure{FailureKind::ProtocolViolation,
                                              QStringLiteral("The answer makes no sense."),
                                              {},
                                              0}
                                    : added.error());
             });
    }

    void queued(const AddedUpload &upload)
    {
        printJson({{QLatin1String("upload"), upload.id.value}});
        printLine(QStringLiteral("Upload %1 continues it. `gantryctl run` sends what is missing.")
                      .arg(upload.id.value));
        finish(ExitDone);
    }

    AdoptOrphan m_choice;
};

class AbortCommand final : public OrphanCommand
{
public:
    AbortCommand(CommandContext &context, const AbortOrphans &choice)
        : OrphanCommand(context, choice.destination)
        , m_choice(choice)
    {}

private:
    void known(const QList<Orphan> &orphans) override
    {
        for (const QString &id : std::as_const(m_choice.ids)) {
            const bool isThere = std::any_of(orphans.begin(), orphans.end(),
                                             [&id](const Orphan &orphan) { return orphan.id == id; });
            if (!isThere) {
                failWith(unknownOrphan(id, QStringLiteral("Nothing was ended.")));
                return;
            }
        }
        QList<Orphan> chosen;
        std::copy_if(orphans.begin(), orphans.end(), std::back_inserter(chosen),
                     [this](const Orphan &orphan) { return isMeant(orphan); });
        if (chosen.isEmpty()) {
            ended(chosen);
            return;
        }
        call(QStringLiteral("abort_orphans"),
             {{QLatin1String("destination"), destination()}, {QLatin1String("orphans"), listToJson(chosen)}},
             [this, chosen](const QJsonObject &) { ended(chosen); });
    }

    bool isMeant(const Orphan &orphan) const
    {
        if (!m_choice.ids.isEmpty() && !m_choice.ids.contains(orphan.id))
            return false;
        if (!m_choice.olderThan)
            return true;
        if (orphan.begunMs == 0) // who knows how old it is
            return m_choice.olderThan->count() == 0;
        return QDateTime::currentMSecsSinceEpoch() - orphan.begunMs >= m_choice.olderThan->count();
    }

    void ended(const QList<Orphan> &chosen)
    {
        printJson({{QLatin1String("aborted"), listToJson(chosen)}});
        for (const Orphan &orphan : chosen)
            printLine(
                QStringLiteral("Ended: %1%2")
                    .arg(harmless(orphan.key),
                         orphan.size
                             ? QStringLiteral(", %1 freed").arg(sizeText(console().locale(), *orphan.size))
                             : QString()));
        if (chosen.isEmpty())
            printLine(QStringLiteral("Nothing there is that old: nothing was ended."));
        finish(ExitDone);
    }

    AbortOrphans m_choice;
};

class LifecycleCommand final : public Command
{
public:
    LifecycleCommand(CommandContext &context, QString request, QJsonObject arguments)
        : Command(context)
        , m_request(std::move(request))
        , m_arguments(std::move(arguments))
    {}

    void start() override
    {
        openEngine();
        call(m_request, m_arguments, [this](const QJsonObject &answer) {
            const Expected<LifecycleState> state = lifecycleFromJson(answer);
            if (!state) {
                failWith(state.error());
                return;
            }
            printJson(toJson(*state));
            printLine(wordsFor(*state));
            finish(ExitDone);
        });
    }

private:
    QString wordsFor(const LifecycleState &state) const
    {
        if (state.abortAfterDays)
            return QStringLiteral("The store ends unfinished uploads %1 days after they were begun.")
                .arg(*state.abortAfterDays);
        return QStringLiteral("Nothing ends unfinished uploads there: what is given up is stored, and paid "
                              "for, until somebody ends it. `gantryctl lifecycle set` sets a rule.");
    }

    QString m_request;
    QJsonObject m_arguments;
};

} // namespace

std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const ListOrphans &choice)
{
    return std::make_unique<ListOrphansCommand>(context, choice);
}

std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const AdoptOrphan &choice)
{
    return std::make_unique<AdoptCommand>(context, choice);
}

std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const AbortOrphans &choice)
{
    return std::make_unique<AbortCommand>(context, choice);
}

std::unique_ptr<Command> makeLifecycleCommand(CommandContext &context, const ShowLifecycle &choice)
{
    return std::make_unique<LifecycleCommand>(
        context, QStringLiteral("lifecycle"),
        QJsonObject{{QLatin1String("destination"), choice.destination}});
}

std::unique_ptr<Command> makeLifecycleCommand(CommandContext &context, const SetLifecycle &choice)
{
    return std::make_unique<LifecycleCommand>(
        context, QStringLiteral("set_lifecycle"),
        QJsonObject{{QLatin1String("destination"), choice.destination},
                    {QLatin1String("abort_after_days"), choice.abortAfterDays}});
}

} // namespace gantry
