#include "ui/queue/queue_actions.h"

#include "engine/core/when_done.h"
#include "ui/look/icons.h"
#include "ui/model/upload_store.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QUrl>
#include <QWidget>

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

bool canPause(const UploadSnapshot &upload)
{
    const UploadMood mood = moodOf(upload);
    return mood == UploadMood::Moving || mood == UploadMood::Waiting;
}

// Also one that waits for its next attempt: it goes on at once.
bool canResume(const UploadSnapshot &upload)
{
    return !isFinal(upload.record.stage) &&
           (upload.holds & (Hold::User | Hold::Backoff | Hold::Endpoint | Hold::Offline));
}

bool canRetry(const UploadSnapshot &upload)
{
    return upload.record.stage == Stage::Failed || upload.record.stage == Stage::Cancelled;
}

bool canCancel(const UploadSnapshot &upload)
{
    return upload.record.stage != Stage::Done && upload.record.stage != Stage::Cancelled;
}

bool asks(const UploadSnapshot &upload)
{
    return upload.record.stage == Stage::NeedsDecision;
}

bool waitsOrMoves(const UploadSnapshot &upload)
{
    return !isFinal(upload.record.stage);
}

} // namespace

QueueActions::QueueActions(Engine &engine, const UploadStore &store, Removals &removals, QWidget *window)
    : QObject(window)
    , pause(add(tr("&Pause"), QKeySequence(QStringLiteral("Ctrl+P"))))
    , resume(add(tr("&Resume"), QKeySequence(QStringLiteral("Ctrl+R"))))
    , retry(add(tr("Re&try"), QKeySequence(QStringLiteral("Ctrl+T"))))
    , cancel(add(tr("&Cancel")))
    , remove(add(tr("Re&move from queue"), QKeySequence::Delete))
    , startOver(add(tr("&Start over with the changed file")))
    , skip(add(tr("S&kip the changed file")))
    , first(add(tr("Move to the &front"), QKeySequence(QStringLiteral("Ctrl+Up"))))
    , last(add(tr("Move to the &end"), QKeySequence(QStringLiteral("Ctrl+Down"))))
    , openFolder(add(tr("Open containing &folder")))
    , copyPath(add(tr("Copy file p&ath"), QKeySequence::Copy))
    , m_engine(engine)
    , m_store(store)
    , m_removals(removals)
    , m_window(window)
{
    pause->setIcon(icon(Glyph::Pause));
    resume->setIcon(icon(Glyph::Resume));
    retry->setIcon(icon(Glyph::Retry));
    cancel->setIcon(icon(Glyph::Cancel));
    remove->setIcon(icon(Glyph::Remove));
    startOver->setIcon(icon(Glyph::StartOver));
    skip->setIcon(icon(Glyph::Skip));
    first->setIcon(icon(Glyph::Up));
    last->setIcon(icon(Glyph::Down));
    copyPath->setIcon(icon(Glyph::Copy));
    // Elsewhere these keys copy what is meant there; the view adds it to its own.
    copyPath->setShortcutContext(Qt::WidgetShortcut);
    remove->setIconText(tr("Remove"));

    connect(pause, &QAction::triggered, this, [this] { report(m_engine.pause(those(canPause))); });
    connect(resume, &QAction::triggered, this, [this] { report(m_engine.resume(those(canResume))); });
    connect(retry, &QAction::triggered, this, [this] { report(m_engine.retry(those(canRetry))); });
    connect(cancel, &QAction::triggered, this, &QueueActions::askToCancel);
    connect(remove, &QAction::triggered, this, [this] { m_removals.remove(m_selection); });
    connect(startOver, &QAction::triggered, this, [this] { decide(those(asks), Decision::StartOver); });
    connect(skip, &QAction::triggered, this, [this] { decide(those(asks), Decision::Skip); });
    connect(first, &QAction::triggered, this, [this] { prioritise(true); });
    connect(last, &QAction::triggered, this, [this] { prioritise(false); });
    connect(openFolder, &QAction::triggered, this, [this] {
        if (const UploadSnapshot *upload = m_store.find(m_selection.value(0)))
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(upload->record.path).path()));
    });
    connect(copyPath, &QAction::triggered, this, [this] {
        QStringList paths;
        for (const UploadId id : std::as_const(m_selection))
            if (const UploadSnapshot *upload = m_store.find(id))
                paths.append(upload->record.path);
        QGuiApplication::clipboard()->setText(paths.join(QLatin1Char('\n')));
    });
    connect(&store, &UploadStore::changed, this, [this] { setSelection(m_selection); });
    setSelection({});
}

QAction *QueueActions::add(const QString &text, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    return action;
}

void QueueActions::setSelection(const QList<UploadId> &ids)
{
    m_selection = ids;
    bool pauses = false;
    bool resumes = false;
    bool retries = false;
    bool cancels = false;
    bool decides = false;
    bool orders = false;
    for (const UploadId id : ids) {
        const UploadSnapshot *upload = m_store.find(id);
        if (upload == nullptr)
            continue;
        pauses = pauses || canPause(*upload);
        resumes = resumes || canResume(*upload);
        retries = retries || canRetry(*upload);
        cancels = cancels || canCancel(*upload);
        decides = decides || asks(*upload);
        orders = orders || waitsOrMoves(*upload);
        if (pauses && resumes && retries && cancels && decides && orders)
            break;
    }
    pause->setEnabled(pauses);
    resume->setEnabled(resumes);
    retry->setEnabled(retries);
    cancel->setEnabled(cancels);
    remove->setEnabled(!ids.isEmpty());
    startOver->setEnabled(decides);
    startOver->setVisible(decides);
    skip->setEnabled(decides);
    skip->setVisible(decides);
    first->setEnabled(orders);
    last->setEnabled(orders);
    openFolder->setEnabled(ids.size() == 1);
    copyPath->setEnabled(!ids.isEmpty());
}

QList<UploadId> QueueActions::those(bool (*fits)(const UploadSnapshot &)) const
{
    QList<UploadId> ids;
    for (const UploadId id : m_selection)
        if (const UploadSnapshot *upload = m_store.find(id); upload != nullptr && fits(*upload))
            ids.append(id);
    return ids;
}

void QueueActions::report(const QFuture<Expected<void>> &answer)
{
    whenReady(this, answer, [this](const Expected<void> &done) {
        if (!done)
            Q_EMIT failed(done.error().message);
    });
}

void QueueActions::decide(const QList<UploadId> &ids, Decision decision)
{
    report(m_engine.decide(ids, decision));
}

void QueueActions::askToCancel()
{
    const QList<UploadId> ids = those(canCancel);
    qint64 stored = 0;
    for (const UploadId id : ids)
        if (const UploadSnapshot *upload = m_store.find(id))
            stored += upload->record.bytesStored;
    if (stored > 0)
        Q_EMIT cancelWanted(ids, stored);
    else
        cancelNow(ids);
}

void QueueActions::cancelNow(const QList<UploadId> &ids)
{
    report(m_engine.cancel(ids));
}

void QueueActions::prioritise(bool toFront)
{
    int lowest = std::numeric_limits<int>::max();
    int highest = std::numeric_limits<int>::min();
    for (int row = 0; row < m_store.size(); ++row) {
        const UploadRecord &record = m_store.at(row).record;
        if (isFinal(record.stage))
            continue;
        lowest = std::min(lowest, record.priority);
        highest = std::max(highest, record.priority);
    }
    report(m_engine.setPriority(those(waitsOrMoves), toFront ? highest + 1 : lowest - 1));
}

} // namespace gantry
