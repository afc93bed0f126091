#include "ui/detail/speed_plot.h"

#include "ui/look/state_colours.h"
#include "ui/parts/part_texture.h"
#include "ui/text/format.h"

#include <QLocale>
#include <QPainter>
#include <QPolygonF>
#include <QStyle>

#include <algorithm>
#include <functional>

namespace gantry {
namespace {

constexpr int shownSeconds = SpeedTrack::seconds;
constexpr int minute = 60;

QColor totalColour(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.5);
}

QColor ownColour(const QPalette &palette)
{
    return moodColour(UploadMood::Moving, palette);
}

QColor troubleColour(const QPalette &palette)
{
    return moodColour(UploadMood::NeedsYou, palette);
}

void paintRetry(QPainter &painter, QPointF top, double side, const QPalette &palette)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(troubleColour(palette));
    painter.drawPolygon(
        QPolygonF{{{top.x() - side / 2, top.y()}, {top.x() + side / 2, top.y()}, {top.x(), top.y() + side}}});
}

void paintHold(QPainter &painter, const QRectF &rect, const QPalette &palette)
{
    painter.fillRect(rect, mixed(troubleColour(palette), palette.color(QPalette::Base), 0.12));
    painter.fillRect(
        rect, QBrush(mixed(troubleColour(palette), palette.color(QPalette::Base), 0.45), Qt::BDiagPattern));
}

QPolygonF pointsOf(const SpeedTrack &track, qint64 now, const std::function<QPointF(qint64, qint64)> &place)
{
    QPolygonF points;
    for (qint64 second = std::max(track.first(), now - shownSeconds + 1); second <= track.last(); ++second)
        points.append(place(now - second, track.at(second)));
    return points;
}

} // namespace

SpeedPlot::SpeedPlot(const SpeedHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Speed of the last ten minutes"));
    connect(&history, &SpeedHistory::sampled, this, &SpeedPlot::refresh);
}

void SpeedPlot::setUpload(std::optional<UploadId> id)
{
    m_id = id;
    refresh();
}

void SpeedPlot::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void SpeedPlot::refresh()
{
    if (!isVisible())
        return;
    m_own = m_id ? m_history.trackOf(*m_id) : SpeedTrack();
    m_marks = m_id ? m_history.marksOf(*m_id) : QList<SpeedMark>();
    const auto words = [](qint64 speed) { return speed > 0 ? speedText(speed) : tr("nothing", "a speed"); };
    setAccessibleDescription(tr("Now: this upload %1, all uploads %2. Highest in ten minutes: %3.")
                                 .arg(words(m_own.at(m_history.now())),
                                      words(m_history.total().at(m_history.now())), words(highest())));
    update();
}

qint64 SpeedPlot::highest() const
{
    qint64 most = 0;
    for (qint64 second = m_history.now() - shownSeconds + 1; second <= m_history.now(); ++second)
        most = std::max({most, m_history.total().at(second), m_own.at(second)});
    return most;
}

qint64 SpeedPlot::roundStep(qint64 highest, int steps)
{
    qint64 power = 1;
    while (true) {
        for (const qint64 digit : {1, 2, 5})
            if (digit * power * steps >= highest)
                return digit * power;
        power *= 10;
    }
}

int SpeedPlot::axisSeconds(qint64 known)
{
    for (const int minutes : {2, 5})
        if (known <= minutes * minute)
            return minutes * minute;
    return shownSeconds;
}

QSize SpeedPlot::sizeHint() const
{
    const int line = fontMetrics().height();
    return {30 * line, 10 * line};
}

QSize SpeedPlot::minimumSizeHint() const
{
    const int line = fontMetrics().height();
    return {8 * line, 5 * line};
}

double SpeedPlot::Frame::x(qint64 secondsAgo) const
{
    const double share = static_cast<double>(secondsAgo) / seconds;
    return mirrored ? area.left() + share * area.width() : area.right() - share * area.width();
}

double SpeedPlot::Frame::y(qint64 bytesPerSecond) const
{
    const double share = static_cast<double>(bytesPerSecond) / static_cast<double>(step * steps);
    return area.bottom() - share * area.height();
}

int SpeedPlot::paintLegend(QPainter &painter) const
{
    const QPalette colours = palette();
    const int line = fontMetrics().height();
    const int swatch = 2 * line;
    const int space = line / 2;
    const auto withSpeed = [&](const QString &name, qint64 speed) {
        return speed > 0 ? tr("%1: %2", "a curve: its speed now").arg(name, speedText(speed)) : name;
    };
    struct Entry
    {
        QString text;
        std::function<void(const QRect &)> paint;
    };
    const QList<Entry> entries{
        {withSpeed(tr("This upload"), m_own.at(m_history.now())),
         [&](const QRect &rect) {
             painter.setPen(QPen(ownColour(colours), 2));
             painter.drawLine(rect.left(), rect.center().y(), rect.right(), rect.center().y());
         }},
        {withSpeed(tr("All uploads"), m_history.total().at(m_history.now())),
         [&](const QRect &rect) {
             painter.fillRect(rect, mixed(totalColour(colours), colours.color(QPalette::Base), 0.25));
             painter.setPen(QPen(totalColour(colours), 1, Qt::DashLine));
             painter.drawLine(rect.topLeft(), rect.topRight());
         }},
        {tr("Sent again", "a mark in the speed plot: a part had to be sent once more"),
         [&](const QRect &rect) {
             paintRetry(painter, {rect.center().x() + 0.5, rect.top() + 0.0}, rect.height(), colours);
         }},
        {tr("Stood still", "a mark in the speed plot"),
         [&](const QRect &rect) { paintHold(painter, rect, colours); }},
    };
    int x = space;
    int y = space / 2;
    for (const Entry &entry : entries) {
        const int width = swatch + space / 2 + fontMetrics().horizontalAdvance(entry.text);
        if (x > space && x + width + space > this->width()) {
            x = space;
            y += line + space / 4;
        }
        const QRect sign(x, y + line / 4, swatch, line / 2);
        const QRect text(x + swatch + space / 2, y, width - swatch - space / 2 + 1, line);
        entry.paint(QStyle::visualRect(layoutDirection(), rect(), sign));
        painter.setPen(colours.color(QPalette::Text));
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), text),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading)) |
                             Qt::AlignVCenter | Qt::TextSingleLine,
                         entry.text);
        x += width + 2 * space;
    }
    return y + line + space / 2;
}

SpeedPlot::Frame SpeedPlot::frameFor(const QPainter &painter, int legendHeight) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    Frame frame;
    frame.mirrored = layoutDirection() == Qt::RightToLeft;
    const int bottom = line + line / 2;
    const int space = std::max(1, height() - legendHeight - bottom - line / 2);
    const int lines = std::clamp(space / (2 * line), 1, 5);
    frame.seconds = axisSeconds(m_history.now() - m_history.total().first());
    const qint64 most = std::max<qint64>(1, highest());
    frame.step = roundStep(most, lines);
    frame.steps = static_cast<int>((most + frame.step - 1) / frame.step);
    int labels = 0;
    for (int i = 1; i <= frame.steps; ++i)
        labels = std::max(labels, metrics.horizontalAdvance(speedText(i * frame.step)));
    const QRect area(labels + line, legendHeight + line / 2, width() - labels - 2 * line, space);
    frame.area = QStyle::visualRect(layoutDirection(), rect(), area);
    return frame;
}

void SpeedPlot::paintGrid(QPainter &painter, const Frame &frame) const
{
    const QColor text = palette().color(QPalette::Text);
    const QColor base = palette().color(QPalette::Base);
    const QColor grid = mixed(text, base, 0.15);
    const QColor label = mixed(text, base, 0.72);
    const int line = painter.fontMetrics().height();
    const int side = line / 3;
    for (int i = 0; i <= frame.steps; ++i) {
        const int y = qRound(frame.y(i * frame.step));
        painter.setPen(i == 0 ? mixed(text, base, 0.4) : grid);
        painter.drawLine(frame.area.left(), y, frame.area.right(), y);
        const QString words = i == 0 ? QLocale().toString(0) : speedText(i * frame.step);
        const QRect before(0, y - line / 2, frame.area.left() - side, line);
        const QRect after(frame.area.right() + side, y - line / 2, width() - frame.area.right() - side, line);
        painter.setPen(label);
        painter.drawText(
            frame.mirrored ? after : before,
            static_cast<int>((frame.mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter), words);
    }
    const int room = painter.fontMetrics().horizontalAdvance(tr("−%1 min", "minutes ago").arg(10)) + line;
    const int longest = frame.seconds / minute;
    int every = 1;
    while (every < longest && frame.area.width() * every / longest < room)
        every = every == 1 ? 2 : every == 2 ? 5 : 10;
    for (int minutes = 0; minutes <= longest; minutes += every) {
        const int x = qRound(frame.x(minutes * minute));
        painter.setPen(grid);
        painter.drawLine(x, frame.area.top(), x, frame.area.bottom());
        const QString words = minutes == 0 ? tr("now", "the end of a time axis")
                                           : tr("−%1 min", "minutes ago").arg(QLocale().toString(minutes));
        const int half = painter.fontMetrics().horizontalAdvance(words) / 2 + 1;
        const int middle = std::clamp(x, half, std::max(half, width() - half));
        painter.setPen(label);
        painter.drawText(QRect(middle - half, frame.area.bottom() + line / 4, 2 * half, line),
                         Qt::AlignCenter, words);
    }
}

void SpeedPlot::paintMarks(QPainter &painter, const Frame &frame) const
{
    const double side = painter.fontMetrics().height() / 2.0;
    for (const SpeedMark &mark : m_marks) {
        const qint64 from = m_history.now() - std::max(mark.from, m_history.now() - frame.seconds);
        const qint64 to = m_history.now() - mark.to;
        if (to >= frame.seconds)
            continue;
        switch (mark.kind) {
        case SpeedMark::Kind::Hold: {
            QRectF rect(QPointF(frame.x(from), frame.area.top()), QPointF(frame.x(to), frame.area.bottom()));
            rect = rect.normalized();
            rect.setWidth(std::max(rect.width(), side / 2)); // the shortest is seen too
            paintHold(painter, rect, palette());
            break;
        }
        case SpeedMark::Kind::Retry:
            paintRetry(painter, {frame.x(from), frame.area.top() - side / 2}, side, palette());
            break;
        }
    }
}

void SpeedPlot::paintCurves(QPainter &painter, const Frame &frame) const
{
    const auto place = [&frame](qint64 ago, qint64 speed) { return QPointF(frame.x(ago), frame.y(speed)); };
    const QPolygonF total = pointsOf(m_history.total(), m_history.now(), place);
    if (total.size() > 1) {
        QPolygonF area = total;
        area.append({total.last().x(), static_cast<double>(frame.area.bottom())});
        area.append({total.first().x(), static_cast<double>(frame.area.bottom())});
        QColor fill = totalColour(palette());
        fill.setAlphaF(0.2F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(area);
        painter.setPen(QPen(totalColour(palette()), 1, Qt::DashLine));
        painter.drawPolyline(total);
    }
    const QPolygonF own = pointsOf(m_own, m_history.now(), place);
    painter.setPen(QPen(ownColour(palette()), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(own);
}

void SpeedPlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (highest() == 0 && m_marks.isEmpty()) {
        painter.setPen(mixed(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.72));
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Nothing was sent in the last ten minutes."));
        return;
    }
    const Frame frame = frameFor(painter, paintLegend(painter));
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintGrid(painter, frame);
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarks(painter, frame);
    paintCurves(painter, frame);
}

} // namespace gantry
