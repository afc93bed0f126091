#include "engine/transport/body_device.h"

#include "engine/transport/rate_gate.h"

#include <algorithm>
#include <cstring>

namespace gantry {

BodyDevice::BodyDevice(qint64 length, BodySource source, RateGate *gate, QObject *parent)
    : QIODevice(parent)
    , m_length(length)
    , m_source(std::move(source))
    , m_gate(gate)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &BodyDevice::takeSlice);
}

BodyDevice::~BodyDevice()
{
    if (m_gate)
        m_gate->leave(this);
}

void BodyDevice::begin()
{
    // Unbuffered: QIODevice's own buffer would read ahead of what is counted here.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    askForMore();
}

bool BodyDevice::seek(qint64 position)
{
    Q_UNUSED(position)
    return false;
}

qint64 BodyDevice::bytesAvailable() const
{
    return readable();
}

void BodyDevice::wake()
{
    Q_EMIT readyRead();
}

qint64 BodyDevice::readable() const
{
    if (m_failed)
        return 0;
    const qint64 held = m_received - m_handedOut;
    return m_received == m_length && !m_vouched ? std::max<qint64>(held - 1, 0) : held;
}

qint64 BodyDevice::readData(char *data, qint64 maxSize)
{
    if (m_failed)
        return -1;
    qint64 granted = std::min(maxSize, readable());
    if (granted > 0 && m_gate)
        granted = m_gate->take(this, granted);
    m_starved = granted == 0 && m_handedOut < m_length;
    qint64 written = 0;
    while (written < granted) {
        const QByteArray &slice = m_slices.front();
        const qint64 step = std::min<qint64>(granted - written, slice.size() - m_positionInFirst);
        std::memcpy(data + written, slice.constData() + m_positionInFirst, static_cast<size_t>(step));
        written += step;
        m_positionInFirst += step;
        if (m_positionInFirst == slice.size()) {
            m_slices.pop_front();
            m_positionInFirst = 0;
        }
    }
    m_handedOut += written;
    askForMore();
    return written;
}

qint64 BodyDevice::writeData(const char *data, qint64 maxSize)
{
    Q_UNUSED(data)
    Q_UNUSED(maxSize)
    return -1;
}

void BodyDevice::askForMore()
{
    if (m_asking || m_vouched || m_failed || std::ssize(m_slices) >= slicesAhead)
        return;
    m_asking = true;
    m_watcher.setFuture(m_source());
}

void BodyDevice::takeSlice()
{
    QFuture<Expected<BodySlice>> future = m_watcher.future();
    // In Qt 6.4 a promise that is destroyed after its result was taken ends a second time, cancelled.
    if (!m_asking || !future.isFinished())
        return;
    m_asking = false;
    if (future.isCanceled() || future.resultCount() == 0) {
        giveUp({FailureKind::SourceUnreadable, tr("Reading the file was given up."), {}, 0});
        return;
    }
    // Taken, not copied: the future must not keep the bytes alive until the next one replaces it.
    Expected<BodySlice> slice = future.takeResult();
    if (!slice) {
        giveUp(slice.error());
        return;
    }
    const qint64 size = slice->bytes.size();
    if (size == 0 && !slice->last) {
        giveUp({FailureKind::InvalidInput, tr("The source of the body yielded nothing."), {}, 0});
        return;
    }
    if (m_received + size > m_length || (slice->last && m_received + size < m_length)) {
        giveUp({FailureKind::SourceChanged,
                tr("The file does not have the length that was announced: it changed."),
                {},
                0});
        return;
    }
    m_received += size;
    if (size > 0)
        m_slices.push_back(std::move(slice->bytes));
    if (slice->last) {
        m_vouched = true;
        m_source = {}; // releases what it holds open
        Q_EMIT vouched();
    }
    if (m_starved)
        wake();
    askForMore();
}

void BodyDevice::giveUp(const Failure &failure)
{
    m_failed = true;
    m_slices.clear();
    m_positionInFirst = 0;
    Q_EMIT failed(failure);
}

BodySource sourceOf(const QByteArray &bytes)
{
    return [bytes] { return QtFuture::makeReadyFuture(Expected<BodySlice>(BodySlice{bytes, true})); };
}

} // namespace gantry
