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
#include <QtAlgorithms>

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

using Ability = QueueActions::Ability;

QueueActions::Abilities abilitiesOf(const UploadSnapshot &upload)
{
    const Stage stage = upload.record.stage;
    const UploadMood mood = moodOf(upload);
    QueueActions::Abilities abilities;
    abilities.setFlag(Ability::Pause, mood == UploadMood::Moving || mood == UploadMood::Waiting);
    // Also one that waits for its next attempt: it goes on at once.
    abilities.setFlag(Ability::Resume, !isFinal(stage) && (upload.holds & (Hold::User | Hold::Backoff |
                                                                           Hold::Endpoint | Hold::Offline)));
    abilities.setFlag(Ability::Retry, stage == Stage::Failed || stage == Stage::Cancelled);
    abilities.setFlag(Ability::Cancel, stage != Stage::Done && stage != Stage::Cancelled);
    abilities.setFlag(Ability::Decide, stage == Stage::NeedsDecision);
    abilities.setFlag(Ability::Order, !isFinal(stage));
    return abilities;
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

    connect(pause, &QAction::triggered, this, [this] { report(m_engine.pause(those(Ability::Pause))); });
    connect(resume, &QAction::triggered, this, [this] { report(m_engine.resume(those(Ability::Resume))); });
    connect(retry, &QAction::triggered, this, [this] { report(m_engine.retry(those(Ability::Retry))); });
    connect(cancel, &QAction::triggered, this, &QueueActions::askToCancel);
    connect(remove, &QAction::triggered, this, [this] { m_removals.remove(m_selection); });
    connect(startOver, &QAction::triggered, this,
            [this] { decide(those(Ability::Decide), Decision::StartOver); });
    connect(skip, &QAction::triggered, this, [this] { decide(those(Ability::Decide), Decision::Skip); });
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
    connect(&store, &UploadStore::changed, this, &QueueActions::storeChanged);
    connect(&store, &UploadStore::removed, this, &QueueActions::forget);
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
    m_abilities.clear();
    m_abilities.reserve(ids.size());
    m_counts.fill(0);
    for (const UploadId id : ids)
        if (const UploadSnapshot *upload = m_store.find(id))
            note(id, abilitiesOf(*upload));
    enable();
}

// Of 100,000 chosen uploads a few change at a time: only those are looked at again.
void QueueActions::storeChanged(const QList<int> &rows)
{
    if (m_abilities.isEmpty())
        return;
    for (const int row : rows)
        if (const UploadSnapshot &upload = m_store.at(row); m_abilities.contains(upload.record.id))
            note(upload.record.id, abilitiesOf(upload));
    enable();
}

void QueueActions::forget(const QList<UploadId> &ids)
{
    bool wereChosen = false;
    for (const UploadId id : ids) {
        if (!m_abilities.contains(id))
            continue;
        wereChosen = true;
        note(id, {});
        m_abilities.remove(id);
    }
    if (!wereChosen)
        return;
    m_selection.removeIf([this](UploadId id) { return !m_abilities.contains(id); });
    enable();
}

void QueueActions::note(UploadId id, Abilities now)
{
    Abilities &known = m_abilities[id];
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const auto ability = static_cast<Ability>(1 << i);
        m_counts[i] += static_cast<int>(now.testFlag(ability)) - static_cast<int>(known.testFlag(ability));
    }
    known = now;
}

bool QueueActions::anybodyCan(Ability ability) const
{
    return m_counts[static_cast<std::size_t>(qCountTrailingZeroBits(static_cast<quint32>(ability)))] > 0;
}

void QueueActions::enable()
{
    pause->setEnabled(anybodyCan(Ability::Pause));
    resume->setEnabled(anybodyCan(Ability::Resume));
    retry->setEnabled(anybodyCan(Ability::Retry));
    cancel->setEnabled(anybodyCan(Ability::Cancel));
    remove->setEnabled(!m_selection.isEmpty());
    for (QAction *action : {startOver, skip}) {
        action->setEnabled(anybodyCan(Ability::Decide));
        action->setVisible(anybodyCan(Ability::Decide));
    }
    first->setEnabled(anybodyCan(Ability::Order));
    last->setEnabled(anybodyCan(Ability::Order));
    openFolder->setEnabled(m_selection.size() == 1);
    copyPath->setEnabled(!m_selection.isEmpty());
}

QList<UploadId> QueueActions::those(Ability ability) const
{
    QList<UploadId> ids;
    for (const UploadId id : m_selection)
        if (const UploadSnapshot *upload = m_store.find(id); upload && abilitiesOf(*upload).testFlag(ability))
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
    const QList<UploadId> ids = those(Ability::Cancel);
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
    report(m_engine.setPriority(those(Ability::Order), toFront ? highest + 1 : lowest - 1));
}

} // namespace gantry
