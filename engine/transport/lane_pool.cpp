#include "engine/transport/lane_pool.h"

#include "engine/transport/http_lane.h"

#include <QNetworkAccessManager>
#include <QThread>

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace gantry {

namespace {

bool isLimited(const LaneRequest &request)
{
    return request.call.bodyKind == BodyKind::Range;
}

} // namespace

struct LanePool::Private
{
    struct Lane
    {
        std::unique_ptr<QThread> thread;
        HttpLane *lane = nullptr; // lives in `thread`, deleted there
        int calls = 0;
        int bodies = 0; // under the rate limit, still being sent
    };
    struct Known
    {
        Finished finished;
        Progress progress;
        int lane = -1; // -1: waits for a slot
        bool sending = false;
    };
    struct Waiting
    {
        CallId id = 0;
        LaneRequest request;
    };

    LanePool *q = nullptr;
    std::vector<Lane> lanes; // the last one is for control calls
    std::unordered_map<CallId, Known> calls;
    std::deque<Waiting> waiting;
    CallId lastId = 0;
    int nextLane = 0;
    qint64 rateLimit = 0;

    int partLanes() const { return static_cast<int>(lanes.size()) - 1; }
    void addLane(int number, const ManagerFactory &makeManager);
    std::optional<int> laneFor(const LaneRequest &request);
    void assign(int number, CallId id, LaneRequest request);
    void startWaiting();
    void shareRate();
    void bodyOut(CallId id);
    void progress(CallId id, qint64 bytes);
    void finish(CallId id, const LaneResult &result);

    // Runs in the lane's thread, in order.
    template <class Function>
    static void post(const Lane &lane, Function function)
    {
        QMetaObject::invokeMethod(
            lane.lane, [object = lane.lane, run = std::move(function)]() mutable { run(*object); },
            Qt::QueuedConnection);
    }
};

void LanePool::Private::addLane(int number, const ManagerFactory &makeManager)
{
    // Whatever is still under way when the pool goes is dropped with it: the pool is the context of these
    // calls.
    HttpLane::Reports reports;
    reports.finished = [this](CallId id, const LaneResult &result) {
        QMetaObject::invokeMethod(
            q, [this, id, result] { finish(id, result); }, Qt::QueuedConnection);
    };
    reports.progress = [this](CallId id, qint64 bytes) {
        QMetaObject::invokeMethod(
            q, [this, id, bytes] { progress(id, bytes); }, Qt::QueuedConnection);
    };
    reports.bodyOut = [this](CallId id) {
        QMetaObject::invokeMethod(
            q, [this, id] { bodyOut(id); }, Qt::QueuedConnection);
    };

    Lane lane;
    lane.thread = std::make_unique<QThread>();
    lane.thread->setObjectName(QStringLiteral("lane %1").arg(number));
    lane.lane = new HttpLane(makeManager, std::move(reports));
    lane.lane->moveToThread(lane.thread.get());
    QObject::connect(lane.thread.get(), &QThread::finished, lane.lane, &QObject::deleteLater);
    lane.thread->start();
    lanes.push_back(std::move(lane));
}

// The lane with the fewest calls, or none if all are full; in turn among equals.
std::optional<int> LanePool::Private::laneFor(const LaneRequest &request)
{
    const auto at = [this](int number) -> const Lane & { return lanes[static_cast<size_t>(number)]; };
    int best = partLanes();
    if (!request.control) {
        best = nextLane;
        for (int step = 1; step < partLanes(); ++step) {
            const int candidate = (nextLane + step) % partLanes();
            if (at(candidate).calls < at(best).calls)
                best = candidate;
        }
    }
    if (at(best).calls >= HttpLane::callsPerLane)
        return std::nullopt;
    if (!request.control)
        nextLane = (best + 1) % partLanes();
    return best;
}

void LanePool::Private::assign(int number, CallId id, LaneRequest request)
{
    Lane &lane = lanes[static_cast<size_t>(number)];
    Known &known = calls.at(id);
    known.lane = number;
    ++lane.calls;
    if (isLimited(request)) {
        known.sending = true;
        ++lane.bodies;
        if (rateLimit > 0)
            shareRate();
    }
    post(lane,
         [id, sent = std::move(request)](HttpLane &object) mutable { object.start(id, std::move(sent)); });
}

void LanePool::Private::startWaiting()
{
    for (auto next = waiting.begin(); next != waiting.end();) {
        const std::optional<int> lane = laneFor(next->request);
        if (!lane) {
            ++next;
            continue;
        }
        assign(*lane, next->id, std::move(next->request));
        next = waiting.erase(next);
    }
}

void LanePool::Private::shareRate()
{
    qint64 bodies = 0;
    for (const Lane &lane : lanes)
        bodies += lane.bodies;
    for (const Lane &lane : lanes) {
        const qint64 rate =
            rateLimit == 0 || bodies == 0 ? rateLimit : std::max<qint64>(1, rateLimit / bodies * lane.bodies);
        post(lane, [rate](HttpLane &object) { object.setRate(rate); });
    }
}

void LanePool::Private::bodyOut(CallId id)
{
    const auto found = calls.find(id);
    if (found == calls.end() || !found->second.sending)
        return;
    found->second.sending = false;
    --lanes[static_cast<size_t>(found->second.lane)].bodies;
    if (rateLimit > 0)
        shareRate();
}

void LanePool::Private::progress(CallId id, qint64 bytes)
{
    const auto found = calls.find(id);
    if (found == calls.end() || !found->second.progress)
        return;
    const Progress tell = found->second.progress; // the caller may end this call or the pool
    tell(id, bytes);
}

void LanePool::Private::finish(CallId id, const LaneResult &result)
{
    bodyOut(id);
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    const Finished tell = std::move(found->second.finished);
    if (found->second.lane >= 0)
        --lanes[static_cast<size_t>(found->second.lane)].calls;
    calls.erase(found);
    startWaiting();
    if (tell)
        tell(id, result); // last: the caller may delete the pool
}

LanePool::LanePool(int laneCount, ManagerFactory makeManager, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->q = this;
    if (!makeManager)
        makeManager = [] { return std::make_unique<QNetworkAccessManager>(); };
    for (int number = 0; number < std::max(laneCount, 1) + 1; ++number)
        d->addLane(number, makeManager);
}

LanePool::~LanePool()
{
    for (const Private::Lane &lane : d->lanes)
        lane.thread->quit();
    for (const Private::Lane &lane : d->lanes)
        lane.thread->wait();
}

CallId LanePool::start(LaneRequest request, Finished finished, Progress progress)
{
    const CallId id = ++d->lastId;
    d->calls.emplace(id, Private::Known{std::move(finished), std::move(progress)});
    if (const std::optional<int> lane = d->laneFor(request))
        d->assign(*lane, id, std::move(request));
    else
        d->waiting.push_back({id, std::move(request)});
    return id;
}

void LanePool::cancel(CallId id)
{
    const auto found = d->calls.find(id);
    if (found == d->calls.end())
        return;
    if (found->second.lane >= 0) {
        Private::post(d->lanes[static_cast<size_t>(found->second.lane)],
                      [id](HttpLane &lane) { lane.cancel(id); });
        return;
    }
    const auto queued = std::find_if(d->waiting.begin(), d->waiting.end(),
                                     [id](const Private::Waiting &waiting) { return waiting.id == id; });
    if (queued == d->waiting.end())
        return; // cancelled before
    d->waiting.erase(queued);
    const LaneResult result{fail(FailureKind::Cancelled, tr("The request was cancelled before it was sent.")),
                            0};
    QMetaObject::invokeMethod(
        this, [pool = d.get(), id, result] { pool->finish(id, result); }, Qt::QueuedConnection);
}

void LanePool::setRateLimit(qint64 bytesPerSecond)
{
    d->rateLimit = std::max<qint64>(bytesPerSecond, 0);
    d->shareRate();
}

void LanePool::forgetConnections()
{
    for (const Private::Lane &lane : d->lanes)
        Private::post(lane, [](HttpLane &object) { object.forgetConnections(); });
}

int LanePool::running() const
{
    return static_cast<int>(d->calls.size());
}

int LanePool::freePartSlots() const
{
    int slots = -static_cast<int>(
        std::count_if(d->waiting.begin(), d->waiting.end(),
                      [](const Private::Waiting &waiting) { return !waiting.request.control; }));
    for (int number = 0; number < d->partLanes(); ++number)
        slots += HttpLane::callsPerLane - d->lanes[static_cast<size_t>(number)].calls;
    return std::max(slots, 0);
}

} // namespace gantry
