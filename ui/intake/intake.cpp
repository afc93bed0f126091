#include "ui/intake/intake.h"

#include "engine/core/when_done.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1s; // with a disk that does not answer

} // namespace

Intake::Intake(Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{}

Intake::~Intake()
{
    abandonSearch();
    QDeadlineTimer deadline(patience);
    for (const QPointer<QThread> &thread : std::as_const(m_threads))
        if (thread && thread->wait(deadline)) // else it is left to itself: it touches nothing of ours
            delete thread;
}

void Intake::look(const QStringList &paths)
{
    take({paths, {}, {}});
}

void Intake::addPaths(const QStringList &paths, const QString &destination, const QString &prefix)
{
    take({paths, destination, prefix});
}

void Intake::take(const Order &order)
{
    if (order.paths.isEmpty())
        return;
    const bool isDecided = !order.destination.isEmpty();
    const bool isOpen = m_state == State::Looking || m_state == State::Asking;
    if (m_state == State::Idle) {
        begin(order);
    } else if (isOpen && !isDecided && m_order.destination.isEmpty()) {
        m_order.paths += order.paths;
        search(order.paths);
        enter(State::Looking);
    } else if (!isDecided && !m_waiting.isEmpty() && m_waiting.last().destination.isEmpty()) {
        m_waiting.last().paths += order.paths;
    } else {
        m_waiting.append(order);
    }
}

void Intake::begin(const Order &order)
{
    m_order = order;
    m_filesSeen = 0;
    m_finding = {};
    m_outcome = {};

    auto *thread = new QThread;
    thread->setObjectName(QStringLiteral("file search"));
    m_search = new FileSearch;
    m_search->moveToThread(thread);
    connect(thread, &QThread::finished, m_search, &QObject::deleteLater);
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    // What an abandoned search said before it heard of that may still arrive.
    connect(m_search, &FileSearch::counted, this, [this, search = m_search](qsizetype files) {
        if (search != m_search)
            return;
        m_filesSeen = files;
        Q_EMIT changed();
    });
    connect(m_search, &FileSearch::found, this, [this, search = m_search](const IntakeFinding &finding) {
        if (search == m_search)
            found(finding);
    });
    connect(m_search, &FileSearch::prepared, this,
            [this, search = m_search](const QList<QList<NewUpload>> &batches) {
                if (search != m_search)
                    return;
                m_batches = batches;
                std::reverse(m_batches.begin(), m_batches.end());
                addNext();
            });
    m_threads.removeAll(nullptr);
    m_threads.append(thread);
    thread->start();
    m_searches = 0;
    search(order.paths);
    enter(State::Looking);
}

void Intake::search(const QStringList &paths)
{
    ++m_searches;
    QMetaObject::invokeMethod(m_search, [search = m_search, paths] { search->look(paths); });
}

void Intake::found(const IntakeFinding &finding)
{
    m_searches = std::max(0, m_searches - 1);
    m_filesSeen = finding.files;
    if (m_searches > 0)
        return;
    m_finding = finding;
    if (m_outcome.stopped || (finding.files == 0 && finding.problems.isEmpty())) {
        finish();
    } else {
        const bool goesOn =
            m_state == State::Looking && !m_order.destination.isEmpty() && finding.problems.isEmpty();
        enter(State::Asking);
        // Asked only now, so that who listens sees each state.
        if (goesOn && m_state == State::Asking)
            add(m_order.destination, m_order.prefix);
    }
}

void Intake::add(const QString &destination, const QString &prefix)
{
    if (m_state != State::Asking || m_finding.files == 0)
        return;
    m_order.destination = destination;
    m_order.prefix = prefix;
    m_outcome.destination = destination;
    QMetaObject::invokeMethod(
        m_search, [search = m_search, destination, prefix] { search->prepare(destination, prefix); });
    enter(State::Adding);
}

void Intake::addNext()
{
    if (m_batches.isEmpty() || m_outcome.stopped) {
        finish();
        return;
    }
    whenDone(this, m_engine.add(m_batches.takeLast()),
             [this](const std::optional<Expected<QList<AddedUpload>>> &added) {
                 answered(added.value_or(fail(FailureKind::Cancelled, tr("The engine stopped."))));
             });
}

void Intake::answered(const Expected<QList<AddedUpload>> &added)
{
    if (!added) {
        m_outcome.failure = added.error();
        finish();
        return;
    }
    m_outcome.added += added->size();
    m_outcome.continued += std::count_if(added->begin(), added->end(),
                                         [](const AddedUpload &upload) { return upload.continued; });
    Q_EMIT changed();
    addNext();
}

void Intake::cancel()
{
    switch (m_state) {
    case State::Idle:
        return;
    case State::Looking:
    case State::Asking:
        abandonSearch();
        enter(State::Idle);
        beginNext();
        return;
    case State::Adding:
        if (!std::exchange(m_outcome.stopped, true)) // seen when the present batch has been answered
            Q_EMIT changed();
        return;
    }
}

void Intake::finish()
{
    m_batches.clear();
    abandonSearch();
    enter(State::Idle);
    Q_EMIT finished(m_outcome.added, m_outcome.continued);
    beginNext();
}

void Intake::abandonSearch()
{
    if (m_search == nullptr)
        return;
    m_search->stop();
    m_search->thread()->quit();
    m_search = nullptr;
}

void Intake::beginNext()
{
    if (m_state == State::Idle && !m_waiting.isEmpty())
        begin(m_waiting.takeFirst());
}

void Intake::enter(State state)
{
    m_state = state;
    Q_EMIT changed();
}

} // namespace gantry
