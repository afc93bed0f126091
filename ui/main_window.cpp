#include "ui/main_window.h"

#include "engine/core/when_done.h"
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/empty_state.h"
#include "ui/destinations/unfinished_dialog.h"
#include "ui/detail/detail_pane.h"
#include "ui/intake/add_dialogs.h"
#include "ui/intake/intake_panel.h"
#include "ui/look/density.h"
#include "ui/look/first_size.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/notice_bar.h"
#include "ui/queue/queue_actions.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/sidebar.h"
#include "ui/settings/rate_limit_button.h"
#include "ui/settings/settings_dialog.h"
#include "ui/settings/ui_settings.h"
#include "ui/status_line.h"
#include "ui/text/format.h"
#include "ui/text/names.h"
#include "ui/text/upload_words.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QFileInfo>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto undoTime = 12s;
constexpr auto layoutInterval = 3s; // what a crash may forget
constexpr auto searchDelay = 60ms;  // a fast typist's next letter

const QString removalTopic = QStringLiteral("removal");
const QString cancelTopic = QStringLiteral("cancel");
const QString failureTopic = QStringLiteral("failure");

} // namespace

MainWindow::MainWindow(Engine &engine, UiSettings &settings, QList<DestinationKind> kinds, QWidget *parent)
    : QMainWindow(parent)
    , m_engine(engine)
    , m_settings(settings)
    , m_kinds(std::move(kinds))
    , m_store(engine)
    , m_feed(engine, m_store)
    , m_log(engine)
    , m_model(m_store, [] { return QDateTime::currentMSecsSinceEpoch(); })
    , m_removals(engine, m_store, undoTime)
    , m_intake(engine)
{
    setWindowTitle(QApplication::applicationDisplayName());
    buildCentre();
    buildMenus();
    buildToolBar();
    connectQueue();
    connectIntake();
    connectEngine();
    followSettings();
    restoreLayout();
    choosePage();
}

// The widgets go before what they show.
MainWindow::~MainWindow()
{
    hide();
    delete takeCentralWidget();
}

void MainWindow::buildCentre()
{
    m_sidebar = new Sidebar(m_store);
    m_view = new QueueView(m_model, m_feed);
    m_empty = new EmptyState;
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    m_notices = new NoticeBar;
    m_intakePanel = new IntakePanel(m_intake);

    auto *queue = new QWidget;
    auto *column = new QVBoxLayout(queue);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notices);
    column->addWidget(m_intakePanel);
    column->addWidget(m_pages, 1);

    m_detail = new DetailPane(m_store, m_feed, m_log);
    m_down = new QSplitter(Qt::Vertical);
    m_down->addWidget(queue);
    m_down->addWidget(m_detail);
    m_down->setStretchFactor(0, 3);
    m_down->setStretchFactor(1, 2);
    // Folded with a key or a menu only: dragged shut, nobody would find it again.
    m_down->setCollapsible(0, false);
    m_down->setCollapsible(1, false);
    m_across = new QSplitter(Qt::Horizontal);
    m_across->addWidget(m_sidebar);
    m_across->addWidget(m_down);
    m_across->setStretchFactor(1, 1);
    m_across->setCollapsible(0, false);
    m_across->setCollapsible(1, false);
    m_rateLimit = new RateLimitButton(m_engine, m_settings);
    m_status = new StatusLine(m_store, m_rateLimit);
    connect(m_rateLimit, &RateLimitButton::settingsWanted, this, &MainWindow::showSettings);
    connect(m_rateLimit, &RateLimitButton::failed, this, [this](const QString &message) {
        notify({failureTopic, Notice::Tone::Warning, message, {}, true});
    });

    auto *centre = new QWidget;
    auto *whole = new QVBoxLayout(centre);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_across, 1);
    whole->addWidget(m_status);
    setCentralWidget(centre);

    m_actions = new QueueActions(m_engine, m_store, m_removals, this);
    m_search = new QLineEdit;
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(searchDelay);
    m_overlay.installOn(this);
}

void MainWindow::connectQueue()
{
    connect(m_sidebar, &Sidebar::chosen, this, &MainWindow::applyFilter);
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(&m_searchTimer, &QTimer::timeout, this, &MainWindow::applyFilter);
    connect(m_view, &QueueView::selectionMoved, this, &MainWindow::showSelection);
    connect(m_view, &QueueView::detailsWanted, this, [this] {
        m_showDetail->setChecked(true);
        m_detail->setFocus();
    });
    const auto decide = [this](UploadId id, Decision decision) { m_actions->decide({id}, decision); };
    connect(m_view, &QueueView::decided, this, decide);
    connect(m_detail, &DetailPane::decided, this, decide);
    connect(m_actions, &QueueActions::cancelWanted, this, &MainWindow::askToCancel);
    connect(m_actions, &QueueActions::failed, this, [this](const QString &message) {
        notify({failureTopic, Notice::Tone::Warning, message, {}, true});
    });
    connect(&m_removals, &Removals::failed, m_actions, &QueueActions::failed);
    connect(&m_removals, &Removals::pendingChanged, this, &MainWindow::showRemovals);
    connect(&m_store, &UploadStore::loaded, this, &MainWindow::choosePage);
    connect(&m_store, &UploadStore::appended, this, &MainWindow::choosePage);
    connect(&m_store, &UploadStore::removed, this, &MainWindow::choosePage);
}

void MainWindow::connectIntake()
{
    connect(&m_overlay, &DropOverlay::dropped, this, &MainWindow::openPaths);
    connect(m_intakePanel, &IntakePanel::destinationWanted, this, &MainWindow::addDestination);
    connect(m_intakePanel, &IntakePanel::prefers, this, [this](const QString &destination) {
        m_settings.setText(UiSetting::LastDestination, destination);
        m_overlay.setDestination(destination, m_destinations.size() > 1);
    });
    connect(m_empty, &EmptyState::addDestinationWanted, this, &MainWindow::addDestination);
    connect(m_empty, &EmptyState::localServiceWanted, this, &MainWindow::localServiceWanted);
}

void MainWindow::connectEngine()
{
    connect(&m_engine, &Engine::destinationsChanged, this, &MainWindow::readDestinations);
    connect(&m_engine, &Engine::journalTrouble, m_status, &StatusLine::setJournalTrouble);
}

void MainWindow::followSettings()
{
    m_view->setDensity(m_settings.density());
    connect(&m_settings, &UiSettings::densityChanged, m_view, &QueueView::setDensity);
}

void MainWindow::restoreLayout()
{
    if (!restoreGeometry(m_settings.bytes(UiSetting::WindowGeometry)))
        resizeWithinScreen(this, {fontMetrics().averageCharWidth() * 180, fontMetrics().height() * 44});
    restoreState(m_settings.bytes(UiSetting::WindowState));
    m_across->restoreState(m_settings.bytes(UiSetting::MainSplitter));
    if (!m_down->restoreState(m_settings.bytes(UiSetting::DetailSplitter)))
        m_down->setSizes({3 * height() / 5, 2 * height() / 5}); // what is hinted at shows one row of parts
    m_view->restoreColumns(m_settings.bytes(UiSetting::QueueColumns));
    m_detail->setTab(static_cast<int>(m_settings.number(UiSetting::DetailTab)));
    m_showSidebar->setChecked(m_settings.isOn(UiSetting::SidebarShown));
    m_showDetail->setChecked(m_settings.isOn(UiSetting::DetailShown));
    m_sidebar->choose(m_settings.text(UiSetting::SidebarChoice));
    // Not only on closing; what has not changed is not written.
    connect(&m_layoutTimer, &QTimer::timeout, this, &MainWindow::saveLayout);
    m_layoutTimer.start(layoutInterval);
}

void MainWindow::saveLayout()
{
    m_settings.setBytes(UiSetting::WindowGeometry, saveGeometry());
    m_settings.setBytes(UiSetting::WindowState, saveState());
    m_settings.setBytes(UiSetting::MainSplitter, m_across->saveState());
    m_settings.setBytes(UiSetting::DetailSplitter, m_down->saveState());
    m_settings.setBytes(UiSetting::QueueColumns, m_view->saveColumns());
    m_settings.setNumber(UiSetting::DetailTab, m_detail->tab());
    m_settings.setOn(UiSetting::SidebarShown, m_showSidebar->isChecked());
    m_settings.setOn(UiSetting::DetailShown, m_showDetail->isChecked());
}

void MainWindow::load()
{
    m_rateLimit->read();
    m_store.load();
    readDestinations();
}

void MainWindow::readDestinations()
{
    whenReady(this, m_engine.destinations(), [this](const QList<DestinationSettings> &destinations) {
        m_destinations.clear();
        for (const DestinationSettings &destination : destinations)
            m_destinations.append(destination.name);
        m_destinationsKnown = true;
        m_sidebar->setDestinations(m_destinations);
        QString preferred = m_settings.text(UiSetting::LastDestination);
        if (!m_destinations.contains(preferred))
            preferred = m_destinations.value(0);
        m_intakePanel->setDestinations(m_destinations, preferred);
        m_overlay.setDestination(preferred, m_destinations.size() > 1);
        choosePage();
    });
}

void MainWindow::choosePage()
{
    const bool newcomer = m_destinationsKnown && m_destinations.isEmpty() && m_store.size() == 0;
    m_pages->setCurrentWidget(newcomer ? static_cast<QWidget *>(m_empty) : m_view);
    m_detail->setVisible(m_showDetail->isChecked() && !newcomer); // there is nothing yet to tell of
    if (m_store.size() == 0)
        m_view->setPlaceholder(tr("Drop files or folders here to upload them"));
    else if (!m_search->text().isEmpty())
        m_view->setPlaceholder(tr("No upload matches “%1”").arg(embedded(m_search->text())));
    else if (const auto mood = m_sidebar->choice().mood)
        m_view->setPlaceholder(noUploadsText(*mood));
    else
        m_view->setPlaceholder(tr("No uploads here"));
}

void MainWindow::applyFilter()
{
    QueueFilter filter = m_sidebar->choice();
    filter.words = m_search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_model.setFilter(filter);
    m_settings.setText(UiSetting::SidebarChoice, m_sidebar->choiceName());
    choosePage();
    showSelection();
}

void MainWindow::showSelection()
{
    const QList<UploadId> chosen = m_view->selectedIds();
    m_actions->setSelection(chosen);
    m_detail->setUpload(m_view->currentId());
    qint64 bytes = 0;
    for (const UploadId id : chosen)
        if (const UploadSnapshot *upload = m_store.find(id))
            bytes += upload->record.identity.size;
    m_detail->setChosen(chosen.size(), bytes);
}

void MainWindow::showRemovals()
{
    const qsizetype count = m_removals.pending().size();
    m_undo->setEnabled(count > 0);
    if (count == 0) {
        withdraw(removalTopic);
        return;
    }
    notify({removalTopic,
            Notice::Tone::Info,
            tr("%n upload(s) removed from the queue.", nullptr, static_cast<int>(count)),
            {{tr("Undo"), [this] { m_removals.undo(); }}},
            true});
}

void MainWindow::askToCancel(const QList<UploadId> &ids, qint64 bytesStored)
{
    notify({cancelTopic,
            Notice::Tone::Warning,
            tr("Cancel %n upload(s)? %1 that the store already has will be given up. The files stay where "
               "they are.",
               nullptr, static_cast<int>(ids.size()))
                .arg(sizeText(bytesStored)),
            {{tr("Cancel uploads"), [this, ids] { m_actions->cancelNow(ids); }}, {tr("Keep them"), {}}},
            true});
}

void MainWindow::openPaths(const QStringList &paths)
{
    if (!paths.isEmpty())
        m_intakePanel->offer(paths);
}

void MainWindow::continueUnfinished(const QString &destination, const Orphan &orphan)
{
    const auto add = [this, destination, orphan](const QStringList &paths) {
        const QString path = paths.value(0);
        whenReady(this,
                  m_engine.add({{path, destination, orphan.name, 0, QFileInfo(path).size(), orphan.id}}),
                  [this, destination](const Expected<QList<AddedUpload>> &added) {
                      if (!added)
                          notify({failureTopic, Notice::Tone::Warning, added.error().message, {}, true});
                      else if (UnfinishedDialog *dialog = m_unfinishedDialogs.value(destination))
                          dialog->look(); // it is this queue's now
                  });
    };
    chooseFile(this, tr("The file that is to become %1").arg(embedded(orphan.name.simplified())), add);
}

void MainWindow::comeToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::notify(const Notice &notice)
{
    m_notices->show(notice);
}

void MainWindow::setLocalService(bool starting, const QString &trouble)
{
    m_empty->setLocalServiceStarting(starting);
    m_empty->setTrouble(trouble);
}

void MainWindow::withdraw(const QString &topic)
{
    m_notices->withdraw(topic);
}

QFuture<Expected<void>> MainWindow::finish()
{
    saveLayout();
    return m_removals.carryOut();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    event->accept();
    Q_EMIT closed();
}

} // namespace gantry
