// One measurement of the window for tests/bench/window: a queue of N uploads of which one is running, as one
// JSON line.
//
//     window_bench ROWS FOLDER-OF-FILES
//
// The folder's files are added at the end, with a watchdog looking for gaps in the event loop.
#include "tests/engine/engine_fixture.h"
#include "ui/look/theme.h"
#include "ui/main_window.h"
#include "ui/queue/queue_actions.h"
#include "ui/queue/queue_view.h"
#include "ui/settings/ui_settings.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QScrollBar>
#include <QToolBar>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>
#include <vector>

using namespace gantry;

namespace {

constexpr int batch = 2'000;
constexpr int scrollSteps = 300;
constexpr qint64 MiB = 1024 * 1024;

double millisecondsOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double highest(const std::vector<double> &values)
{
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

// The longest time for which the event loop did not come round, since it was asked last.
class Watchdog : public QObject
{
public:
    Watchdog()
    {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(1);
        connect(&m_tick, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, millisecondsOf(m_since));
            m_since.restart();
        });
        m_since.start();
        m_tick.start();
    }
    double takeLongest() { return std::exchange(m_longest, 0); }

private:
    QTimer m_tick;
    QElapsedTimer m_since;
    double m_longest = 0;
};

// Uploads that stand still, as those of a long queue do.
void fillQueue(Engine &engine, int rows)
{
    for (int first = 0; first < rows; first += batch) {
        QList<NewUpload> uploads;
        for (int i = first; i < std::min(rows, first + batch); ++i) {
            const QString key = QStringLiteral("Day %1/A-Cam/A%2_C%3_1103.mov")
                                    .arg(i / 1000)
                                    .arg(i % 1000, 4, 10, QLatin1Char('0'))
                                    .arg(i, 6, 10, QLatin1Char('0'));
            uploads.append(
                {QStringLiteral("/media/card/") + key, QStringLiteral("studio"), key, -1, 1'000'000 + i});
        }
        const auto added = valueOf(engine.add(uploads));
        if (!added)
            qFatal("%s", qPrintable(added.error().message));
        QList<UploadId> ids;
        for (const AddedUpload &upload : *added)
            ids.append(upload.id);
        if (!valueOf(engine.pause(ids)))
            qFatal("the uploads could not be paused");
    }
}

// What people do with everything that is in the queue: the longest gap of each step.
QJsonObject actOnAll(MainWindow &window, QueueView &view)
{
    const auto *actions = window.findChild<QueueActions *>();
    auto *model = static_cast<QueueModel *>(view.model());
    Watchdog watchdog;
    QJsonObject gaps;
    const auto step = [&](const char *name, int settleMs, const std::function<void()> &act) {
        QTest::qWait(50);
        watchdog.takeLongest();
        act();
        QTest::qWait(settleMs);
        gaps.insert(QLatin1String(name), watchdog.takeLongest());
    };
    const auto filterBy = [&](const QStringList &words) {
        QueueFilter filter = model->filter();
        filter.words = words;
        model->setFilter(filter);
    };
    const auto sortBy = [&](QueueColumn column, Qt::SortOrder order) {
        view.sortByColumn(static_cast<int>(column), order);
    };
    step("select", 300, [&] { view.selectAll(); });
    step("stand", 1500, [] {}); // while an upload runs
    step("resume", 3000, [&] { actions->resume->trigger(); });
    step("pause", 3000, [&] { actions->pause->trigger(); });
    step("filter", 300, [&] { filterBy({QStringLiteral("a01")}); });
    step("unfilter", 300, [&] { filterBy({}); });
    step("sort", 300, [&] { sortBy(QueueColumn::Name, Qt::DescendingOrder); });
    step("select_half", 300, [&] {
        const QModelIndex last = model->index(model->rowCount() / 2, queueColumnCount - 1);
        view.selectionModel()->select(QItemSelection(model->index(0, 0), last),
                                      QItemSelectionModel::ClearAndSelect);
    });
    step("sort_half", 300, [&] { sortBy(QueueColumn::Size, Qt::AscendingOrder); });
    step("select_again", 300, [&] { view.selectAll(); });
    step("remove", 1000, [&] { actions->remove->trigger(); });
    step("undo", 1000, [&] {
        for (QAction *action : window.findChildren<QAction *>())
            if (action->shortcut() == QKeySequence(QKeySequence::Undo))
                action->trigger();
    });
    if (model->rowCount() != window.store().size())
        qFatal("not all rows came back");
    sortBy(QueueColumn::Added, Qt::AscendingOrder);
    view.clearSelection();
    return gaps;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 3)
        return 2;
    const int rows = QByteArray(argv[1]).toInt();
    applyTheme(Theme::Light);
    FakeService service;
    Workstation station(service);
    station.options.sending = false;
    if (!station.start())
        return 1;
    fillQueue(station.engine(), rows);
    station.stop();

    // As a start of the program: the engine opens the journal while the window comes up.
    const qint64 before = residentBytes();
    QElapsedTimer timer;
    timer.start();
    station.options.sending = true;
    station.options.rateLimit = 8 * MiB;
    if (!station.start())
        return 1;
    UiSettings settings(station.stateDir());
    MainWindow window(station.engine(), settings, {});
    window.resize(1280, 800);
    window.show();
    window.load();
    auto *view = window.findChild<QueueView *>();
    if (!QTest::qWaitFor([&] { return view->model()->rowCount() >= rows; }, longEnough))
        return 1;
    view->viewport()->repaint();
    const double start = millisecondsOf(timer);
    const qint64 after = residentBytes();

    QTemporaryDir running;
    QFile file(running.filePath(QStringLiteral("running.mov")));
    if (!file.open(QIODevice::WriteOnly) || !file.resize(512 * MiB))
        return 1;
    station.add(file.fileName(), QStringLiteral("running.mov"));
    QTest::qWait(1000);

    auto *search = window.findChild<QToolBar *>()->findChild<QLineEdit *>();
    std::vector<double> filters;
    auto *model = static_cast<QueueModel *>(view->model());
    for (const char *text : {"a", "a0", "a00 cam", "nothing like it", "mov", ""}) {
        QueueFilter filter = model->filter();
        filter.words = QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        timer.restart();
        model->setFilter(filter);
        view->viewport()->repaint();
        filters.push_back(millisecondsOf(timer));
    }
    search->clear();

    std::vector<double> frames;
    QScrollBar *bar = view->verticalScrollBar();
    for (int step = 0; step <= scrollSteps; ++step) {
        timer.restart();
        bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * step / scrollSteps));
        view->viewport()->repaint();
        frames.push_back(millisecondsOf(timer));
        QCoreApplication::processEvents();
    }

    const QJsonObject gaps = actOnAll(window, *view);

    const int known = window.store().size();
    Watchdog watchdog;
    window.openPaths({QString::fromLocal8Bit(argv[2])});
    timer.restart();
    int last = known;
    QElapsedTimer quiet;
    quiet.start();
    while (quiet.elapsed() < 1500 && timer.elapsed() < 120'000) {
        QTest::qWait(20);
        if (window.store().size() != last) {
            last = window.store().size();
            quiet.restart();
        }
    }
    const QJsonObject result{{QStringLiteral("rows"), rows},
                             {QStringLiteral("start_ms"), start},
                             {QStringLiteral("filter_ms"), highest(filters)},
                             {QStringLiteral("frame_median_ms"), median(frames)},
                             {QStringLiteral("frame_highest_ms"), highest(frames)},
                             {QStringLiteral("grown_bytes"), after - before},
                             {QStringLiteral("files_added"), last - known},
                             {QStringLiteral("gap_ms"), watchdog.takeLongest()},
                             {QStringLiteral("all_gaps"), gaps}};
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
