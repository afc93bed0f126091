#include "app/desktop/desktop.h"

#include "engine/core/when_done.h"
#include "engine/protocol/backend_catalogue.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/notice_bar.h"
#include "ui/text/language.h"

#include <QApplication>
#include <QPushButton>

namespace gantry {
namespace {

constexpr int exitDone = 0;
constexpr int exitSettings = 2; // as gantryctl's

const QString localServiceTopic = QStringLiteral("local service");
const QString journalTopic = QStringLiteral("journal");

} // namespace

Desktop::Desktop(QString stateDir, QStringList paths, QObject *parent)
    : QObject(parent)
    , m_stateDir(std::move(stateDir))
    , m_paths(std::move(paths))
    , m_instance(m_stateDir, m_paths)
{
    connect(&m_instance, &SingleInstance::isFirst, this, &Desktop::openWindow);
    connect(&m_instance, &SingleInstance::handedOver, this, [this] { Q_EMIT ended(exitDone); });
    connect(&m_instance, &SingleInstance::busy, this, &Desktop::tellBusy);
    connect(&m_instance, &SingleInstance::failed, this, &Desktop::tellFailure);
}

Desktop::~Desktop() = default;

void Desktop::begin()
{
    // What is said before there is a window is said in its language, too.
    installTranslations(*QCoreApplication::instance(), UiSettings(m_stateDir).language());
    m_instance.begin();
}

// Before there is a window: who waits for what is said in a box of its own, which does not stop the event
// loop.
void Desktop::tellBusy(qint64 pid)
{
    if (m_message != nullptr)
        return;
    m_message = new QMessageBox(
        QMessageBox::Information, QApplication::applicationDisplayName(),
        pid > 0
            ? tr("Another command (process %1) is working on this queue. The window opens when it has ended.")
                  .arg(pid)
            : tr("Another command is working on this queue. The window opens when it has ended."),
        QMessageBox::NoButton);
    m_message->setModal(false);
    m_message->setAttribute(Qt::WA_DeleteOnClose);
    m_message->addButton(tr("Do not wait"), QMessageBox::RejectRole);
    connect(m_message, &QDialog::finished, this, [this] { Q_EMIT ended(exitDone); });
    m_message->show();
}

void Desktop::tellFailure(const Failure &why)
{
    auto *message = new QMessageBox(QMessageBox::Critical, QApplication::applicationDisplayName(),
                                    why.message, QMessageBox::Close);
    message->setTextFormat(Qt::PlainText);
    message->setModal(false);
    message->setAttribute(Qt::WA_DeleteOnClose);
    connect(message, &QDialog::finished, this, [this] { Q_EMIT ended(exitSettings); });
    message->show();
}

void Desktop::openWindow()
{
    if (m_message != nullptr) {
        m_message->disconnect(this);
        m_message->close();
    }
    m_settings = std::make_unique<UiSettings>(m_stateDir);
    installTranslations(*QCoreApplication::instance(), m_settings->language());
    m_scheme = std::make_unique<DesktopScheme>(QDBusConnection::sessionBus());
    const auto dress = [this] { applyTheme(m_settings->theme(), m_scheme->isDark()); };
    connect(m_settings.get(), &UiSettings::themeChanged, this, dress);
    connect(m_scheme.get(), &DesktopScheme::changed, this, dress);
    dress();

    EngineOptions options;
    options.stateDir = m_stateDir;
    options.staysForCredentials = true;
    m_host = std::make_unique<EngineHost>(QStringLiteral("gantry"), options, m_instance.takeLock());
    m_port = std::make_unique<WindowPort>(m_host->port());
    m_window = std::make_unique<MainWindow>(m_host->engine(), *m_settings, destinationKinds());
    connect(m_window.get(), &MainWindow::closed, this, &Desktop::end);
    connect(m_port.get(), &WindowPort::filesOpened, this, [this](const QStringList &paths) {
        if (m_window == nullptr)
            return;
        m_window->comeToFront();
        m_window->openPaths(paths);
    });
    QApplication::setWindowIcon(applicationIcon());
    m_window->show();
    m_host->start(*m_port, [this](const Expected<EngineReport> &report) { engineStarted(report); });
}

void Desktop::engineStarted(const Expected<EngineReport> &report)
{
    if (m_ending)
        return;
    if (!report) {
        m_window->hide();
        tellFailure(report.error());
        return;
    }
    m_localService = std::make_unique<LocalService>(m_host->engine(), m_stateDir);
    connect(m_window.get(), &MainWindow::localServiceWanted, m_localService.get(), &LocalService::switchOn);
    connect(m_localService.get(), &LocalService::stateChanged, this, &Desktop::followLocalService);
    m_localService->resume();
    m_window->load();
    if (!report->journalSetAside.isEmpty())
        m_window->notify({journalTopic,
                          Notice::Tone::Warning,
                          tr("The queue’s file was damaged. It lies under %1 now, and the queue is new.")
                              .arg(report->journalSetAside),
                          {},
                          true});
    m_window->openPaths(m_paths);
}

void Desktop::followLocalService()
{
    const LocalService::State state = m_localService->state();
    const bool failed = state == LocalService::State::Failed;
    m_window->setLocalService(state == LocalService::State::Starting,
                              failed ? m_localService->message() : QString());
    if (failed)
        m_window->notify({localServiceTopic,
                          Notice::Tone::Warning,
                          m_localService->message(),
                          {{tr("Try again"), [this] { m_localService->switchOn(); }}},
                          true});
    else
        m_window->withdraw(localServiceTopic);
}

void Desktop::end()
{
    if (m_ending)
        return;
    m_ending = true;
    if (m_window == nullptr) {
        Q_EMIT ended(exitDone);
        return;
    }
    m_window->hide();
    const QFuture<Expected<void>> finished = m_window->finish();
    whenDone(this, finished,
             [this](const std::optional<Expected<void>> &) { m_host->stop([this] { stopLocalService(); }); });
}

void Desktop::stopLocalService()
{
    const auto leave = [this] {
        m_window.reset();
        m_localService.reset();
        m_host.reset();
        m_port.reset();
        m_settings.reset();
        Q_EMIT ended(exitDone);
    };
    // Not from within: it goes with all the others.
    if (m_localService != nullptr)
        m_localService->end([this, leave] { QMetaObject::invokeMethod(this, leave, Qt::QueuedConnection); });
    else
        leave();
}

} // namespace gantry
