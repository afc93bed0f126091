// The menus and the toolbar of the window, and the dialogs that they open.
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/unfinished_dialog.h"
#include "ui/detail/detail_pane.h"
#include "ui/intake/add_dialogs.h"
#include "ui/intake/intake_panel.h"
#include "ui/intake/paste.h"
#include "ui/look/fitting_tool_bar.h"
#include "ui/look/icons.h"
#include "ui/main_window.h"
#include "ui/queue/queue_actions.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/sidebar.h"
#include "ui/settings/settings_dialog.h"
#include "ui/settings/ui_settings.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>

namespace gantry {
namespace {

QAction *actionIn(QWidget *window, Glyph glyph, const QString &text, const QKeySequence &keys = {})
{
    auto *action = new QAction(icon(glyph), text, window);
    action->setShortcut(keys);
    return action;
}

} // namespace

void MainWindow::buildMenus()
{
    m_addFiles = actionIn(this, Glyph::AddFiles, tr("Add &files…"), QKeySequence::Open);
    m_addFiles->setIconText(tr("Add files"));
    m_addFolder =
        actionIn(this, Glyph::AddFolder, tr("Add f&older…"), QKeySequence(QStringLiteral("Ctrl+Shift+O")));
    m_addFolder->setIconText(tr("Add folder"));
    m_undo = actionIn(this, Glyph::Undo, tr("&Undo removal"), QKeySequence::Undo);
    m_undo->setEnabled(false);
    m_manageDestinations =
        actionIn(this, Glyph::Destination, tr("&Destinations…"), QKeySequence(QStringLiteral("Ctrl+D")));
    m_manageDestinations->setIconText(tr("Destinations"));
    connect(m_addFiles, &QAction::triggered, this, &MainWindow::addFiles);
    connect(m_addFolder, &QAction::triggered, this, &MainWindow::addFolder);
    connect(m_undo, &QAction::triggered, &m_removals, &Removals::undo);
    connect(m_manageDestinations, &QAction::triggered, this, [this] { showDestinations(); });

    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(m_addFiles);
    file->addAction(m_addFolder);
    connect(file->addAction(tr("&Paste file paths"), QKeySequence::Paste), &QAction::triggered, this,
            &MainWindow::paste);
    connect(file->addAction(tr("Add files with &options…")), &QAction::triggered, this, [this] {
        chooseFiles(this, [this](const QStringList &paths) { m_intakePanel->offerWithOptions(paths); });
    });
    file->addSeparator();
    file->addAction(m_manageDestinations);
    // QKeySequence::Preferences is empty but on macOS.
    connect(file->addAction(icon(Glyph::Settings), tr("&Settings…"), QKeySequence(QStringLiteral("Ctrl+,"))),
            &QAction::triggered, this, &MainWindow::showSettings);
    file->addSeparator();
    QAction *quit = file->addAction(tr("&Quit"), QKeySequence::Quit);
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(m_undo);
    edit->addSeparator();
    edit->addAction(m_actions->copyPath);
    m_view->addAction(m_actions->copyPath); // its keys are those of the queue alone
    connect(edit->addAction(tr("Select &all"), QKeySequence::SelectAll), &QAction::triggered, m_view,
            &QAbstractItemView::selectAll);
    connect(edit->addAction(icon(Glyph::Search), tr("&Find"), QKeySequence::Find), &QAction::triggered, this,
            [this] {
                m_search->setFocus(Qt::ShortcutFocusReason);
                m_search->selectAll();
            });

    QMenu *upload = menuBar()->addMenu(tr("&Upload"));
    fillUploadMenu(upload);
    connect(m_view, &QueueView::menuWanted, this, [this](const QPoint &position) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillUploadMenu(menu);
        menu->popup(position);
    });

    QMenu *view = menuBar()->addMenu(tr("&View"));
    const auto toggle = [view](const QString &text, const QKeySequence &keys, QWidget *pane) {
        QAction *action = view->addAction(text, keys);
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::toggled, pane, &QWidget::setVisible);
        return action;
    };
    m_showSidebar = toggle(tr("&Sidebar"), Qt::Key_F9, m_sidebar);
    m_showDetail = toggle(tr("&Details"), Qt::Key_F8, m_detail);
    view->addSeparator();
    auto *densities = new QActionGroup(this);
    const auto densityAction = [this, view, densities](const QString &text, Density density) {
        QAction *action = view->addAction(text);
        action->setCheckable(true);
        action->setActionGroup(densities);
        action->setChecked(m_settings.density() == density);
        connect(action, &QAction::triggered, this, [this, density] { m_settings.setDensity(density); });
        connect(&m_settings, &UiSettings::densityChanged, action,
                [action, density](Density now) { action->setChecked(now == density); });
    };
    densityAction(tr("&Compact rows"), Density::Compact);
    densityAction(tr("&Roomy rows"), Density::Roomy);

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    QAction *about = help->addAction(tr("&About Gantry"));
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::fillUploadMenu(QMenu *menu)
{
    menu->addAction(m_actions->startOver);
    menu->addAction(m_actions->skip);
    menu->addAction(m_actions->pause);
    menu->addAction(m_actions->resume);
    menu->addAction(m_actions->retry);
    menu->addAction(m_actions->cancel);
    menu->addAction(m_actions->remove);
    menu->addSeparator();
    menu->addAction(m_actions->first);
    menu->addAction(m_actions->last);
    menu->addSeparator();
    menu->addAction(m_actions->openFolder);
    menu->addAction(m_actions->copyPath);
}

void MainWindow::buildToolBar()
{
    auto *bar = new FittingToolBar(tr("Toolbar"));
    addToolBar(bar);
    bar->setObjectName(QStringLiteral("toolbar")); // for saveState()
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->addAction(m_addFiles);
    bar->addAction(m_addFolder);
    bar->addSeparator();
    for (QAction *action :
         {m_actions->pause, m_actions->resume, m_actions->retry, m_actions->cancel, m_actions->remove})
        bar->addAction(action);
    bar->addSeparator();
    bar->addAction(m_manageDestinations);
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the queue"));
    m_search->setClearButtonEnabled(true);
    // Both are buttons to a screen reader.
    QAction *sign = m_search->addAction(icon(Glyph::Search), QLineEdit::LeadingPosition);
    sign->setText(tr("Search"));
    connect(sign, &QAction::triggered, m_search, qOverload<>(&QWidget::setFocus));
    if (auto *clear = m_search->findChild<QAction *>(QStringLiteral("_q_qlineeditclearaction")))
        clear->setText(tr("Clear the search"));
    m_search->setMaximumWidth(32 * fontMetrics().averageCharWidth());
    bar->addWidget(m_search);
}

void MainWindow::addFiles()
{
    chooseFiles(this, [this](const QStringList &paths) { openPaths(paths); });
}

void MainWindow::addFolder()
{
    chooseFolder(this, [this](const QStringList &paths) { openPaths(paths); });
}

void MainWindow::paste()
{
    openPaths(pathsIn(*QApplication::clipboard()->mimeData()));
}

void MainWindow::showDestinations(const QString &name)
{
    if (m_destinationsDialog == nullptr) {
        m_destinationsDialog = new DestinationsDialog(m_engine, m_settings, m_kinds, this);
        m_destinationsDialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_destinationsDialog, &DestinationsDialog::unfinishedWanted, this,
                &MainWindow::showUnfinished);
    }
    m_destinationsDialog->show();
    m_destinationsDialog->raise();
    m_destinationsDialog->activateWindow();
    if (!name.isEmpty())
        m_destinationsDialog->edit(name);
}

void MainWindow::showUnfinished(const QString &destination)
{
    QPointer<UnfinishedDialog> &dialog = m_unfinishedDialogs[destination];
    if (dialog == nullptr) {
        dialog = new UnfinishedDialog(m_engine, destination, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &UnfinishedDialog::continueWanted, this, &MainWindow::continueUnfinished);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::addDestination()
{
    showDestinations();
    m_destinationsDialog->showEditor(m_kinds.value(0).kind);
}

void MainWindow::showSettings()
{
    if (m_settingsDialog == nullptr) {
        m_settingsDialog = new SettingsDialog(m_engine, m_settings, this);
        m_settingsDialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_settingsDialog, &SettingsDialog::destinationsWanted, this, [this] { showDestinations(); });
    }
    m_settingsDialog->show();
    m_settingsDialog->raise();
    m_settingsDialog->activateWindow();
}

void MainWindow::showAbout()
{
    auto *about = new QMessageBox(this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setModal(false);
    about->setWindowTitle(tr("About Gantry"));
    about->setIconPixmap(windowIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    about->setTextFormat(Qt::PlainText);
    about->setText(tr("Gantry %1").arg(QApplication::applicationVersion()));
    about->setInformativeText(
        tr("Uploads very large files over links that fail, and proves that they arrived.\n\n"
           "Free software under the GNU General Public License, version 3 or later."));
    about->show();
}

} // namespace gantry
