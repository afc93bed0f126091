#include "app/cli/list_commands.h"

#include "app/cli/size_text.h"
#include "app/cli/table.h"
#include "app/cli/terminal_text.h"
#include "app/cli/upload_pages.h"
#include "app/cli/words.h"
#include "engine/ipc/snapshot_json.h"

#include <QDateTime>

namespace gantry {
namespace {

// As the store has it, which may have given it another name; an address, as tus servers give, says nothing in
// a list.
QString nameOf(const UploadRecord &record)
{
    const bool isName = !record.finishedKey.isEmpty() && !record.finishedKey.contains(QLatin1String("://"));
    return isName ? record.finishedKey : record.key;
}

class ListUploadsCommand final : public Command
{
public:
    ListUploadsCommand(CommandContext &context, ListUploads choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        openEngine();
        readUploads(access(), {}, [this](const Expected<QList<UploadSnapshot>> &uploads) {
            if (isFinished())
                return;
            if (!uploads) {
                failWith(uploads.error());
                return;
            }
            QList<UploadSnapshot> wanted;
            for (const UploadSnapshot &upload : *uploads)
                if (m_choice.states.isEmpty() || m_choice.states.contains(shownName(upload.record.stage)))
                    wanted.append(upload);
            printJson({{QLatin1String("uploads"), listToJson(wanted)}});
            if (wanted.isEmpty())
                printLine(QStringLiteral("No uploads."));
            else
                for (const QString &line : renderList(wanted, console().locale()))
                    printLine(line);
            finish(ExitDone);
        });
    }

private:
    ListUploads m_choice;
};

class ShowCommand final : public Command
{
public:
    ShowCommand(CommandContext &context, ShowUpload choice)
        : Command(context)
        , m_choice(choice)
    {}

    void start() override
    {
        openEngine();
        call(QStringLiteral("details"), {{QLatin1String("id"), m_choice.id.value}},
             [this](const QJsonObject &answer) {
                 const Expected<UploadDetails> details = detailsFromJson(answer);
                 if (!details) {
                     failWith(details.error());
                     return;
                 }
                 printJson(toJson(*details));
                 for (const QString &line :
                      renderDetails(*details, console().locale(), QDateTime::currentMSecsSinceEpoch()))
                     printLine(line);
                 finish(ExitDone);
             });
    }

private:
    ShowUpload m_choice;
};

QString timeText(const QLocale &locale, qint64 wallMs)
{
    return wallMs == 0 ? QString()
                       : locale.toString(QDateTime::fromMSecsSinceEpoch(wallMs), QLocale::ShortFormat);
}

// What folds into one line: they differ by number and place only.
bool alike(const PartSnapshot &a, const PartSnapshot &b)
{
    return a.state == b.state && a.sent == b.sent && a.attempts == b.attempts &&
           a.state != PartState::Sending;
}

QStringList partLines(const QList<PartSnapshot> &parts, const QLocale &locale)
{
    Table table({{QStringLiteral("PART"), true},
                 {QStringLiteral("STATE")},
                 {QStringLiteral("SIZE"), true},
                 {QStringLiteral("SENT"), true},
                 {QStringLiteral("ATTEMPTS"), true},
                 {QStringLiteral("ETAG")}});
    for (qsizetype first = 0; first < parts.size();) {
        qsizetype last = first;
        qint64 size = parts[first].size;
        while (last + 1 < parts.size() && alike(parts[first], parts[last + 1]))
            size += parts[++last].size;
        const PartSnapshot &part = parts[first];
        table.add({first == last ? QString::number(part.number)
                                 : QStringLiteral("%1-%2").arg(part.number).arg(parts[last].number),
                   QString(toName(part.state)), sizeText(locale, size),
                   part.sent > 0 ? sizeText(locale, part.sent) : QString(),
                   part.attempts > 0 ? locale.toString(part.attempts) : QString(),
                   first == last ? QString::fromUtf8(part.etag) : QString()});
        first = last + 1;
    }
    return table.lines();
}

} // namespace

QStringList renderList(const QList<UploadSnapshot> &uploads, const QLocale &locale)
{
    Table table({{QStringLiteral("ID"), true},
                 {QStringLiteral("STATE")},
                 {QStringLiteral("DONE"), true},
                 {QStringLiteral("SIZE"), true},
                 {QStringLiteral("DESTINATION")},
                 {QStringLiteral("NAME")}});
    for (const UploadSnapshot &upload : uploads) {
        const UploadRecord &record = upload.record;
        QStringList state{stateWords(record.stage)};
        const Fate fate = fateOf(upload);
        if (fate == Fate::Paused)
            state.append(QStringLiteral("paused"));
        else if (fate == Fate::Away)
            state.append(upload.holds.testFlag(Hold::SourceMissing) ? QStringLiteral("file away")
                         : upload.holds.testFlag(Hold::Credentials) ? QStringLiteral("waits for credentials")
                                                                    : QStringLiteral("offline"));
        const bool done = record.stage == Stage::Done;
        table.add(
            {QString::number(record.id.value), state.join(QStringLiteral(", ")),
             done ? QStringLiteral("100 %")
                  : percentText(qMin(record.bytesStored, record.identity.size - 1), record.identity.size),
             sizeText(locale, record.identity.size), record.destination, nameOf(record)});
    }
    return table.lines();
}

QStringList renderDetails(const UploadDetails &details, const QLocale &locale, qint64 wallMs)
{
    const UploadSnapshot &upload = details.upload;
    const UploadRecord &record = upload.record;
    QStringList lines;
    const auto fact = [&lines](const char *name, const QString &value) {
        if (!value.isEmpty())
            lines.append(padRight(QLatin1String(name), 13) + harmless(value));
    };
    fact("upload", QString::number(record.id.value));
    fact("file", record.path);
    fact("to", placeWords(record));
    fact("state", stateWords(record.stage));
    fact("stands still", holdWords(upload, wallMs));
    if (const auto &about = record.error ? record.error : upload.trouble)
        fact("because", about->message);
    fact("set back", upload.setBack);
    fact("size", sizeText(locale, record.identity.size));
    fact("stored", QStringLiteral("%1 (%2)").arg(sizeText(locale, record.bytesStored),
                                                 percentText(record.bytesStored, record.identity.size)));
    if (record.partsTotal > 0)
        fact("parts", QStringLiteral("%1 of %2, %3 each")
                          .arg(locale.toString(record.partsStored), locale.toString(record.partsTotal),
                               sizeText(locale, record.partSize)));
    fact("session", record.session ? record.session->id : QString());
    fact("fingerprint", record.fingerprint);
    fact("etag", QString::fromUtf8(record.etag));
    if (record.stage == Stage::Done)
        fact("proof", proofWords(record.verified));
    fact("added", timeText(locale, record.addedMs));
    fact("finished", timeText(locale, record.finishedMs));
    if (!details.parts.isEmpty()) {
        lines.append(QString());
        lines.append(partLines(details.parts, locale));
    }
    return lines;
}

std::unique_ptr<Command> makeListCommand(CommandContext &context, const ListUploads &choice)
{
    return std::make_unique<ListUploadsCommand>(context, choice);
}

std::unique_ptr<Command> makeShowCommand(CommandContext &context, const ShowUpload &choice)
{
    return std::make_unique<ShowCommand>(context, choice);
}

} // namespace gantry
