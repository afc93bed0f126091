#include "ui/queue/removals.h"

#include "engine/core/when_done.h"
#include "ui/model/upload_store.h"

#include <algorithm>
#include <iterator>

namespace gantry {

Removals::Removals(Engine &engine, UploadStore &store, std::chrono::milliseconds undoFor, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_store(store)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(undoFor);
    connect(&m_timer, &QTimer::timeout, this, &Removals::carryOut);
}

void Removals::remove(const QList<UploadId> &ids)
{
    QList<UploadId> shown;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(shown),
                 [this](UploadId id) { return m_store.find(id) != nullptr; });
    if (shown.isEmpty())
        return;
    carryOut();
    for (const UploadId id : shown) {
        const UploadSnapshot *upload = m_store.find(id);
        m_ids.append(id);
        if (!isFinal(upload->record.stage) && !upload->holds.testFlag(Hold::User))
            m_stopped.append(id);
    }
    m_store.hide(m_ids);
    if (!m_stopped.isEmpty())
        m_engine.pause(m_stopped);
    m_timer.start();
    Q_EMIT pendingChanged();
}

void Removals::undo()
{
    m_timer.stop();
    const QList<UploadId> ids = std::exchange(m_ids, {});
    const QList<UploadId> stopped = std::exchange(m_stopped, {});
    m_store.unhide(ids);
    if (!stopped.isEmpty())
        m_engine.resume(stopped);
    Q_EMIT pendingChanged();
}

QFuture<Expected<void>> Removals::carryOut()
{
    m_timer.stop();
    if (m_ids.isEmpty())
        return QtFuture::makeReadyFuture(Expected<void>());
    const QList<UploadId> ids = std::exchange(m_ids, {});
    m_stopped.clear();
    QFuture<Expected<void>> answer = m_engine.remove(ids);
    whenReady(this, answer, [this, ids](const Expected<void> &done) {
        if (done)
            return;
        m_store.unhide(ids);
        Q_EMIT failed(done.error().message);
    });
    Q_EMIT pendingChanged();
    return answer;
}

} // namespace gantry
