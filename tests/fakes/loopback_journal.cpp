#include "tests/fakes/loopback_connection.h"

#include <QMutexLocker>

namespace gantry {

void LoopbackJournal::setHandler(LoopbackServer::Handler handler)
{
    const QMutexLocker lock(&m_mutex);
    m_handler = std::move(handler);
}

ServerAction LoopbackJournal::choose(const RecordedRequest &request) const
{
    LoopbackServer::Handler handler;
    {
        const QMutexLocker lock(&m_mutex);
        handler = m_handler;
    }
    return handler ? handler(request) : ServerAction::answerWith(200);
}

int LoopbackJournal::accept()
{
    const QMutexLocker lock(&m_mutex);
    m_open.insert(++m_accepted);
    return m_accepted;
}

void LoopbackJournal::close(int connection)
{
    const QMutexLocker lock(&m_mutex);
    m_open.remove(connection);
}

QSet<int> LoopbackJournal::openConnections() const
{
    const QMutexLocker lock(&m_mutex);
    return m_open;
}

int LoopbackJournal::accepted() const
{
    const QMutexLocker lock(&m_mutex);
    return m_accepted;
}

int LoopbackJournal::add(RecordedRequest request)
{
    const QMutexLocker lock(&m_mutex);
    request.number = static_cast<int>(m_requests.size()) + 1;
    m_requests.append(request);
    return request.number;
}

void LoopbackJournal::update(int number, const std::function<void(RecordedRequest &)> &change)
{
    const QMutexLocker lock(&m_mutex);
    change(m_requests[number - 1]);
}

RecordedRequest LoopbackJournal::request(int number) const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests.at(number - 1);
}

QList<RecordedRequest> LoopbackJournal::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

} // namespace gantry
