#include "ui/detail/speed_page.h"

#include "ui/detail/speed_history.h"
#include "ui/look/state_colours.h"
#include "ui/text/format.h"

#include <QChart>
#include <QChartView>
#include <QDateTime>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace gantry {
namespace {

constexpr double shownMinutes = 10;
constexpr double megabyte = 1e6;

// A round number of megabytes a second above the highest sample.
double topOf(double highest)
{
    if (highest <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(highest)));
    for (const double step : {1.0, 2.0, 5.0, 10.0})
        if (highest <= step * power)
            return step * power;
    return 10 * power;
}

QList<QPointF> pointsOf(const QList<SpeedSample> &samples, qint64 nowMs)
{
    QList<QPointF> points;
    points.reserve(samples.size());
    for (const SpeedSample &sample : samples)
        points.append({static_cast<double>(sample.atMs - nowMs) / 60'000,
                       static_cast<double>(sample.bytesPerSecond) / megabyte});
    return points;
}

QList<QPointF> marksOf(const QList<SpeedSample> &samples, SpeedSample::Mark mark, qint64 nowMs)
{
    QList<SpeedSample> marked;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(marked),
                 [mark](const SpeedSample &sample) { return sample.mark == mark; });
    return pointsOf(marked, nowMs);
}

} // namespace

SpeedPage::SpeedPage(const SpeedHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_chart(new QChart)
    , m_view(new QChartView(m_chart, this))
    , m_total(new QLineSeries(m_chart))
    , m_own(new QLineSeries(m_chart))
    , m_retries(new QScatterSeries(m_chart))
    , m_holds(new QScatterSeries(m_chart))
    , m_time(new QValueAxis(m_chart))
    , m_speed(new QValueAxis(m_chart))
    , m_peak(new QLabel(this))
{
    m_total->setName(tr("All uploads"));
    m_own->setName(tr("This upload"));
    m_retries->setName(tr("Tried again"));
    m_holds->setName(tr("Stood still"));
    m_retries->setMarkerShape(QScatterSeries::MarkerShapeTriangle);
    m_holds->setMarkerShape(QScatterSeries::MarkerShapeRectangle);
    m_time->setRange(-shownMinutes, 0);
    m_time->setTickCount(6);
    m_time->setLabelFormat(QStringLiteral("%d"));
    m_time->setTitleText(tr("minutes"));
    m_speed->setTitleText(tr("MB/s"));
    m_speed->setLabelFormat(QStringLiteral("%g"));
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_speed, Qt::AlignLeft);
    for (QXYSeries *series : {static_cast<QXYSeries *>(m_total), static_cast<QXYSeries *>(m_own),
                              static_cast<QXYSeries *>(m_retries), static_cast<QXYSeries *>(m_holds)}) {
        m_chart->addSeries(series);
        series->attachAxis(m_time);
        series->attachAxis(m_speed);
    }
    m_retries->setMarkerSize(9);
    m_holds->setMarkerSize(8);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundRoundness(0);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setAccessibleName(tr("Speed of the last ten minutes"));
    m_peak->setTextFormat(Qt::PlainText);
    m_peak->setContentsMargins(8, 4, 8, 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_peak);
    colour();
    connect(&history, &SpeedHistory::sampled, this, &SpeedPage::refresh);
}

void SpeedPage::setUpload(std::optional<UploadId> id)
{
    m_id = id;
    refresh();
}

void SpeedPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

void SpeedPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void SpeedPage::colour()
{
    const QPalette colours = palette();
    const QColor text = colours.color(QPalette::Text);
    QColor grid = text;
    grid.setAlphaF(0.15F);
    m_chart->setBackgroundBrush(colours.color(QPalette::Base));
    m_chart->legend()->setLabelColor(text);
    for (QValueAxis *axis : {m_time, m_speed}) {
        axis->setLabelsColor(text);
        axis->setTitleBrush(text);
        axis->setGridLineColor(grid);
        axis->setLinePenColor(grid);
        axis->setLabelsFont(font());
        axis->setTitleFont(font());
    }
    QColor quiet = text;
    quiet.setAlphaF(0.45F);
    m_total->setPen(QPen(quiet, 1.5, Qt::DashLine));
    m_own->setPen(QPen(colours.color(QPalette::Highlight), 2));
    m_retries->setColor(moodColour(UploadMood::NeedsYou, colours));
    m_holds->setColor(moodColour(UploadMood::Failed, colours));
    for (QScatterSeries *marks : {m_retries, m_holds})
        marks->setBorderColor(colours.color(QPalette::Base));
}

void SpeedPage::refresh()
{
    if (!isVisible())
        return;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QList<SpeedSample> own = m_id ? m_history.of(*m_id) : QList<SpeedSample>();
    m_total->replace(pointsOf(m_history.total(), now));
    m_own->replace(pointsOf(own, now));
    m_retries->replace(marksOf(own, SpeedSample::Mark::Retry, now));
    m_holds->replace(marksOf(own, SpeedSample::Mark::Hold, now));
    qint64 highest = 0;
    for (const SpeedSample &sample : m_history.total())
        highest = std::max(highest, sample.bytesPerSecond);
    m_speed->setRange(0, topOf(static_cast<double>(highest) / megabyte));
    m_peak->setText(highest > 0 ? tr("Highest in ten minutes: %1").arg(speedText(highest))
                                : tr("Nothing was sent in the last ten minutes."));
}

} // namespace gantry
