// A request body as the QIODevice that QNetworkAccessManager reads: exactly the declared bytes, exactly once.
#pragma once

#include "engine/core/body_slice.h"

#include <QFutureWatcher>
#include <QIODevice>

#include <deque>

namespace gantry {

class RateGate;

// Sequential and without reset(), so that a request is never repeated behind our back. Reads ahead of the
// socket by at most two slices. The last declared byte is handed out only after the source said that it was
// the last. Lives in one thread; `gate` must outlive it.
class BodyDevice final : public QIODevice
{
    Q_OBJECT

public:
    static constexpr int slicesAhead = 2; // held and asked for, the one being sent included

    BodyDevice(qint64 length, BodySource source, RateGate *gate = nullptr, QObject *parent = nullptr);
    ~BodyDevice() override;

    void begin(); // opens, and asks for the first slice

    qint64 length() const { return m_length; }
    qint64 handedOut() const { return m_handedOut; }
    // A read came and got nothing, because of the source or the rate limit: no fault of the peer.
    bool isStarved() const { return m_starved; }
    void wake(); // tells the reader to try again

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool seek(qint64 position) override;
    qint64 bytesAvailable() const override;

Q_SIGNALS:
    // The source failed, or yielded more or fewer bytes than declared. Nothing is handed out any more.
    void failed(const gantry::Failure &failure);
    void vouched(); // the source said that its last byte was the last

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    void askForMore();
    void takeSlice();
    void giveUp(const Failure &failure);
    qint64 readable() const;

    const qint64 m_length;
    BodySource m_source;
    RateGate *m_gate;
    QFutureWatcher<Expected<BodySlice>> m_watcher;
    std::deque<QByteArray> m_slices;
    qsizetype m_positionInFirst = 0;
    qint64 m_received = 0;
    qint64 m_handedOut = 0;
    bool m_asking = false;
    bool m_vouched = false;
    bool m_failed = false;
    bool m_starved = false;
};

// A source over bytes in memory, for small bodies.
BodySource sourceOf(const QByteArray &bytes);

} // namespace gantry
