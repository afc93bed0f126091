#include "app/desktop/local_service.h"

#include "app/desktop/local_destination.h"
#include "engine/core/when_done.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTcpServer>
#include <QUrl>
#include <QtConcurrentRun>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto healthInterval = 100ms;
constexpr int healthTimeoutMs = 2'000;
constexpr auto patienceWithTerm = 3s; // the service needs two at most
constexpr qint64 steadyMs = 60'000;   // who ran that long did not die of its start
constexpr int wrongSettings = 2;      // exit status of gantry-service: another try changes nothing

const QString user = QStringLiteral("me"); // names the folder of the uploads below the service's
const QString tokenField = QStringLiteral("token");

// Runs in the child between fork and exec: system calls only.
void dieWithParent(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) // it has died already
        ::_exit(1);
}

std::unique_ptr<QProcess> childProcess()
{
    auto process = std::make_unique<QProcess>();
    process->setStandardInputFile(QProcess::nullDevice());
    process->setChildProcessModifier([parent = ::getpid()] { dieWithParent(parent); });
    return process;
}

// Out of the signal that tells it: it may delete whoever is in the middle of that.
void afterwards(std::function<void()> then)
{
    QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(then), Qt::QueuedConnection);
}

} // namespace

LocalService::LocalService(Engine &engine, const QString &stateDir, LocalServiceOptions options,
                           QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_files(stateDir)
    , m_options(std::move(options))
{
    m_disk.setMaxThreadCount(1);
    m_retry.setSingleShot(true);
    m_forced.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &LocalService::launch);
    connect(&m_forced, &QTimer::timeout, this, [this] {
        if (m_child)
            m_child->kill();
    });
    m_network.setProxy(QNetworkProxy::NoProxy);
}

LocalService::~LocalService()
{
    ++m_run;
    if (m_child)
        m_child->disconnect(this);
    if (m_token)
        m_token->disconnect(this);
    m_child.reset(); // QProcess kills
    m_token.reset();
    m_disk.waitForDone();
}

void LocalService::setState(State state)
{
    m_state = state;
    if (state != State::Failed)
        m_message.clear();
    Q_EMIT stateChanged(state);
}

void LocalService::write()
{
    m_disk.start([files = m_files, notes = m_notes] {
        if (const Expected<void> written = files.write(notes); !written)
            qWarning("%s", qPrintable(written.error().message));
    });
}

// Getting ready.

void LocalService::resume()
{
    begin(true);
}

void LocalService::switchOn()
{
    begin(false);
}

void LocalService::begin(bool onlyIfItWasOn)
{
    if (m_state == State::Starting || m_state == State::Running || m_then)
        return;
    ++m_run;
    m_restartsLeft = m_options.restarts;
    m_tried.start();
    if (!onlyIfItWasOn)
        setState(State::Starting);
    const auto work = [files = m_files, options = m_options] {
        return files.prepare(options.program, options.folder);
    };
    whenReady(
        this, QtConcurrent::run(&m_disk, work),
        [this, run = m_run, onlyIfItWasOn](const Expected<LocalServiceStart> &prepared) {
            if (run != m_run)
                return;
            if (onlyIfItWasOn && (!prepared || !prepared->notes.isOn))
                return;
            if (onlyIfItWasOn)
                setState(State::Starting);
            if (!prepared) {
                giveUp(prepared.error().message);
                return;
            }
            m_notes = prepared->notes;
            m_program = prepared->program;
            if (m_program.isEmpty())
                giveUp(
                    tr("The program gantry-service was found neither beside Gantry nor in the PATH. Install "
                       "it, or add a destination of your own."));
            else if (m_notes.token.isEmpty())
                makeToken();
            else
                launch();
        });
}

void LocalService::makeToken()
{
    m_token = childProcess();
    m_token->setStandardErrorFile(m_files.logFile(), QIODevice::Append);
    connect(m_token.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(tr("%1 cannot be run: %2.").arg(m_program, m_token->errorString()));
    });
    connect(m_token.get(), &QProcess::finished, this,
            [this, run = m_run](int exitCode, QProcess::ExitStatus status) {
                if (run != m_run)
                    return;
                const QByteArray token = m_token->readAllStandardOutput().trimmed();
                if (status == QProcess::NormalExit && exitCode == 0 && !token.isEmpty() &&
                    !token.contains('\n'))
                    tokenMade(token);
                else
                    giveUpWithLastWords(tr("The local service could not make a token."));
            });
    m_token->start(m_program, {QStringLiteral("token"), QStringLiteral("add"), user, QStringLiteral("--data"),
                               m_files.dataDir()});
}

void LocalService::tokenMade(const QByteArray &token)
{
    m_token.release()->deleteLater(); // its signal is what called
    m_notes.token = token;
    m_hasNewToken = true;
    write();
    launch();
}

// The child.

// The port of the last time, so that destination and links stay as they are; 0, any, if somebody has it.
int LocalService::freePort() const
{
    QTcpServer probe;
    return m_notes.port > 0 && probe.listen(QHostAddress::LocalHost, static_cast<quint16>(m_notes.port))
               ? m_notes.port
               : 0;
}

void LocalService::launch()
{
    if (m_child && m_child->state() != QProcess::NotRunning) { // was switched off just now
        m_retry.start(m_options.retryDelay);
        return;
    }
    if (m_child)
        m_child.release()->deleteLater();
    m_child = childProcess();
    m_child->setStandardErrorFile(m_files.logFile(), QIODevice::Append);
    connect(m_child.get(), &QProcess::readyReadStandardOutput, this, &LocalService::readLines);
    connect(m_child.get(), &QProcess::finished, this, &LocalService::launchEnded);
    connect(m_child.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(tr("%1 cannot be run: %2.").arg(m_program, m_child->errorString()));
    });
    m_child->start(m_program, {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(freePort()),
                               QStringLiteral("--data"), m_files.dataDir(), QStringLiteral("--store"),
                               QStringLiteral("disk:") + m_notes.folder});
}

// "listening on http://127.0.0.1:8090": once it accepts connections.
void LocalService::readLines()
{
    while (m_child->canReadLine()) {
        const QByteArray line = m_child->readLine().trimmed();
        if (m_state != State::Starting || !line.startsWith("listening on "))
            continue;
        m_notes.port = line.mid(line.lastIndexOf(':') + 1).toInt();
        askHealth();
    }
}

void LocalService::launchEnded()
{
    m_forced.stop();
    if (m_then) {
        afterwards(std::exchange(m_then, {}));
        return;
    }
    if (m_state == State::Running)
        died();
    else if (m_state == State::Starting && m_child->exitStatus() == QProcess::NormalExit &&
             m_child->exitCode() == wrongSettings)
        giveUpWithLastWords(tr("The local service does not start."));
    else if (m_state == State::Starting)
        tryAgain(tr("The local service does not start."));
}

// The data folder may still be locked, or the port taken, by the service of a window that was killed just
// now.
void LocalService::tryAgain(const QString &ifItIsOver)
{
    if (m_tried.hasExpired(m_options.patience.count()))
        giveUpWithLastWords(ifItIsOver);
    else
        m_retry.start(m_options.retryDelay);
}

void LocalService::died()
{
    if (m_ran.hasExpired(steadyMs))
        m_restartsLeft = m_options.restarts;
    if (m_restartsLeft-- <= 0) {
        giveUpWithLastWords(tr("The local service ended again and again."));
        return;
    }
    m_tried.start();
    setState(State::Starting);
    m_retry.start(m_options.retryDelay);
}

// Does it answer?

void LocalService::askHealth()
{
    QNetworkRequest request(QUrl(localAddress(m_notes.port) + QStringLiteral("/healthz")));
    request.setTransferTimeout(healthTimeoutMs);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, child = m_child.get()] {
        reply->deleteLater();
        if (m_state != State::Starting || m_child.get() != child || child->state() != QProcess::Running)
            return;
        if (reply->error() == QNetworkReply::NoError) {
            healthy();
        } else if (m_tried.hasExpired(m_options.patience.count())) {
            giveUpWithLastWords(tr("The local service does not answer."));
        } else {
            QTimer::singleShot(healthInterval, child, [this] { askHealth(); });
        }
    });
}

void LocalService::healthy()
{
    whenReady(this, m_engine.destinations(), [this, run = m_run](const QList<DestinationSettings> &known) {
        if (run == m_run && m_state == State::Starting)
            makeDestination(known);
    });
}

void LocalService::makeDestination(const QList<DestinationSettings> &known)
{
    if (m_notes.destination.isEmpty()) {
        m_notes.destination = localDestinationName(known);
        m_hasNewToken = true; // whose it was before, it has ours now
    }
    const DestinationSettings *present = destinationNamed(known, m_notes.destination);
    const DestinationSettings settings = localDestination(present, m_notes.destination, m_notes.port);
    // As it is already: its uploads are not disturbed.
    if (present != nullptr && *present == settings && !m_hasNewToken) {
        running();
        return;
    }
    whenReady(this, m_engine.putDestination(settings, {{tokenField, m_notes.token}}),
              [this, run = m_run](const Expected<void> &put) {
                  if (run != m_run || m_state != State::Starting)
                      return;
                  if (put)
                      running();
                  else
                      giveUp(put.error().message);
              });
}

void LocalService::running()
{
    m_hasNewToken = false;
    m_notes.isOn = true;
    write();
    m_ran.start();
    setState(State::Running);
}

// The end.

void LocalService::giveUp(const QString &why)
{
    ++m_run;
    m_message = why;
    stopChild();
    setState(State::Failed);
}

void LocalService::giveUpWithLastWords(const QString &why)
{
    const int run = ++m_run;
    stopChild();
    whenReady(this, QtConcurrent::run(&m_disk, [files = m_files] { return files.lastWords(); }),
              [this, run, why](const QString &words) {
                  if (run != m_run)
                      return;
                  giveUp(words.isEmpty()
                             ? tr("%1 Its log is %2.", "a sentence; a path").arg(why, m_files.logFile())
                             : tr("%1 It says: %2. Its log is %3.",
                                  "a sentence; another program's last words; a path")
                                   .arg(why, words, m_files.logFile()));
              });
}

void LocalService::stopChild()
{
    m_retry.stop();
    if (!m_child || m_child->state() == QProcess::NotRunning)
        return;
    m_child->terminate();
    m_forced.start(patienceWithTerm);
}

void LocalService::switchOff()
{
    ++m_run;
    stopChild();
    setState(State::Off);
    m_disk.start([files = m_files] {
        if (const Expected<void> written = files.setOff(); !written)
            qWarning("%s", qPrintable(written.error().message));
    });
}

void LocalService::end(std::function<void()> then)
{
    ++m_run;
    stopChild();
    setState(State::Off);
    if (m_child && m_child->state() != QProcess::NotRunning)
        m_then = std::move(then);
    else
        afterwards(std::move(then));
}

} // namespace gantry
