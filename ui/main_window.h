// The window: sidebar, queue and detail pane, with their menus, notices and status line.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/scheduling/engine.h"
#include "ui/detail/event_log.h"
#include "ui/intake/drop_overlay.h"
#include "ui/intake/intake.h"
#include "ui/model/upload_store.h"
#include "ui/parts/parts_feed.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/removals.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace gantry {

class DestinationsDialog;
class DetailPane;
class EmptyState;
class IntakePanel;
class NoticeBar;
class QueueActions;
class QueueView;
class SettingsDialog;
class Sidebar;
class RateLimitButton;
class StatusLine;
class UiSettings;
class UnfinishedDialog;
struct Notice;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Engine &engine, UiSettings &settings, QList<DestinationKind> kinds, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Fills the window; once, after the engine has started.
    void load();

    // Files and folders to be uploaded, wherever they come from.
    void openPaths(const QStringList &paths);
    void comeToFront();
    void notify(const Notice &notice);
    void withdraw(const QString &topic);

    // How the local service is getting on, where it was asked for; trouble: why it does not start.
    void setLocalService(bool starting, const QString &trouble);

    // Removals that could still be undone are carried out. To be awaited before the engine stops.
    QFuture<Expected<void>> finish();

    const UploadStore &store() const { return m_store; }

Q_SIGNALS:
    void localServiceWanted();
    void closed(); // by the user: the program ends

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildCentre();
    void buildMenus();
    void fillUploadMenu(QMenu *menu);
    void buildToolBar();
    void connectQueue();
    void connectIntake();
    void connectEngine();
    void restoreLayout();
    void saveLayout();
    void followSettings();

    void addFiles();
    void addFolder();
    void paste();
    void showDestinations(const QString &name = {});
    void addDestination();
    void showUnfinished(const QString &destination);
    void continueUnfinished(const QString &destination, const Orphan &orphan);
    void showSettings();
    void showAbout();
    void readDestinations();
    void choosePage();
    void applyFilter();
    void showSelection();
    void showRemovals();
    void askToCancel(const QList<UploadId> &ids, qint64 bytesStored);

    Engine &m_engine;
    UiSettings &m_settings;
    QList<DestinationKind> m_kinds;
    UploadStore m_store;
    PartsFeed m_feed;
    EventLog m_log;
    QueueModel m_model;
    Removals m_removals;
    Intake m_intake;
    DropOverlay m_overlay;
    QStringList m_destinations;
    bool m_destinationsKnown = false;

    QSplitter *m_across = nullptr;
    QSplitter *m_down = nullptr;
    Sidebar *m_sidebar = nullptr;
    NoticeBar *m_notices = nullptr;
    IntakePanel *m_intakePanel = nullptr;
    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QueueView *m_view = nullptr;
    DetailPane *m_detail = nullptr;
    RateLimitButton *m_rateLimit = nullptr;
    StatusLine *m_status = nullptr;
    QLineEdit *m_search = nullptr;
    QueueActions *m_actions = nullptr;
    QAction *m_addFiles = nullptr;
    QAction *m_addFolder = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_manageDestinations = nullptr;
    QAction *m_showSidebar = nullptr;
    QAction *m_showDetail = nullptr;
    QPointer<DestinationsDialog> m_destinationsDialog;
    QHash<QString, QPointer<UnfinishedDialog>> m_unfinishedDialogs; // by destination
    QPointer<SettingsDialog> m_settingsDialog;
    QTimer m_searchTimer;
    QTimer m_layoutTimer;
};

} // namespace gantry
