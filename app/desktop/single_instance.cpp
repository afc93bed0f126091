#include "app/desktop/single_instance.h"

#include "app/desktop/window_port.h"
#include "engine/core/when_done.h"

#include <QDir>
#include <QJsonArray>

#include <utility>

namespace gantry {
namespace {

// Upper bound of a path in JSON: escapes make six bytes of a character at most.
qsizetype estimatedSize(const QString &path)
{
    return 6 * path.size() + 4;
}

} // namespace

SingleInstance::SingleInstance(QString stateDir, const QStringList &paths, QObject *parent)
    : SingleInstance(std::move(stateDir), paths, InstanceLimits(), parent)
{}

SingleInstance::SingleInstance(QString stateDir, const QStringList &paths, InstanceLimits limits,
                               QObject *parent)
    : QObject(parent)
    , m_stateDir(std::move(stateDir))
    , m_limits(limits)
{
    for (const QString &path : paths)
        m_paths.append(QDir::isAbsolutePath(path) ? path : QDir::current().absoluteFilePath(path));
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &SingleInstance::attempt);
}

void SingleInstance::begin()
{
    m_searching.start();
    m_again.start(0);
}

void SingleInstance::attempt()
{
    m_lock = std::make_unique<StateLock>();
    const Expected<StateLock::Outcome> taken = m_lock->take(m_stateDir);
    if (!taken) {
        Q_EMIT failed(taken.error());
    } else if (*taken == StateLock::Outcome::Owner) {
        Q_EMIT isFirst();
    } else {
        m_lock.reset();
        askOwner();
    }
}

void SingleInstance::askOwner()
{
    m_owner = std::make_unique<RemotePort>();
    // It may be just beginning or just ending.
    if (!m_owner->connectTo(m_stateDir, false, static_cast<int>(m_limits.hello.count()))) {
        waitForOwner(StateLock::ownerPid(m_stateDir));
        return;
    }
    connect(m_owner.get(), &EnginePort::closed, this, &SingleInstance::ownerClosed);
    connect(m_owner.get(), &RemotePort::ready, this, [this] { handOver(0); });
}

void SingleInstance::ownerClosed(const Failure &why)
{
    if (why.kind == FailureKind::ConnectionLost) {
        waitForOwner(StateLock::ownerPid(m_stateDir));
        return;
    }
    leaveOwner(); // of another version, or hanging: waiting would not help
    Q_EMIT failed(why);
}

// In pieces that fit into a message. Where the owner ends in between, the next one gets all of them again:
// what it has already continues.
void SingleInstance::handOver(qsizetype from)
{
    QJsonArray piece;
    qsizetype size = 0;
    qsizetype next = from;
    for (; next < m_paths.size(); ++next) {
        size += estimatedSize(m_paths.at(next));
        if (size > ipcComfortableMessage && !piece.isEmpty())
            break;
        piece.append(m_paths.at(next));
    }
    const QFuture<Expected<QJsonObject>> answer =
        m_owner->call(openFilesCall, {{QLatin1String("paths"), piece}});
    whenDone(m_owner.get(), answer, [this, next](const std::optional<Expected<QJsonObject>> &opened) {
        if (!opened || (!*opened && opened->error().kind == FailureKind::ConnectionLost))
            return; // closed() tells it
        if (!*opened && opened->error().kind == FailureKind::InvalidInput) {
            leaveOwner();
            Q_EMIT failed(opened->error()); // one path longer than a message
        } else if (!*opened) {
            waitForOwner(m_owner->owner().pid); // it has no window: a command
        } else if (next < m_paths.size()) {
            handOver(next);
        } else {
            leaveOwner();
            Q_EMIT handedOver();
        }
    });
}

void SingleInstance::leaveOwner()
{
    if (m_owner == nullptr)
        return;
    m_owner->disconnect(this);
    m_owner.release()->deleteLater(); // it may be the one who calls
}

// Its engine cannot be ours as well: as soon as it has ended it is our turn.
void SingleInstance::waitForOwner(qint64 pid)
{
    leaveOwner();
    m_again.start(m_limits.again);
    if (m_searching.hasExpired(m_limits.patience.count()))
        Q_EMIT busy(pid);
}

} // namespace gantry
