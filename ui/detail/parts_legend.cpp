#include "ui/detail/parts_legend.h"

#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QAccessible>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto saidFor = 4s;

bool isAlwaysShown(PartState state)
{
    return state == PartState::Stored || state == PartState::Sending || state == PartState::Waiting;
}

} // namespace

PartsLegend::PartsLegend(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_saidTime.setSingleShot(true);
    m_saidTime.setInterval(saidFor);
    connect(&m_saidTime, &QTimer::timeout, this, [this] {
        m_said.clear();
        setAccessibleName(summaryText(m_counts));
        update();
    });
}

void PartsLegend::setCounts(const PartCounts &counts)
{
    m_counts = counts;
    if (m_said.isEmpty())
        setAccessibleName(summaryText(counts));
    updateGeometry();
    update();
}

void PartsLegend::say(const QString &text)
{
    m_said = text;
    m_saidTime.start();
    setAccessibleName(text);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    update();
}

QList<PartsLegend::Entry> PartsLegend::entries() const
{
    QList<Entry> list;
    const auto add = [&list](const PartTile &tile, const QString &name, int count) {
        list.append({tile, tr("%1: %2", "state of parts: how many").arg(name, countText(count))});
    };
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    for (const PartState state :
         {PartState::Stored, PartState::Sending, PartState::Checking, PartState::Reading, PartState::Cooling,
          PartState::Failed, PartState::Waiting}) {
        const int count = m_counts.of(state);
        const bool sending = state == PartState::Sending;
        if (count > 0 || isAlwaysShown(state))
            add({state, sending ? PartTile::whole / 2 : 0, false, mirrored && sending}, partStateText(state),
                count);
        if (sending && m_counts.again > 0)
            add({state, PartTile::whole / 2, true, mirrored}, tr("sent again", "parts"), m_counts.again);
    }
    return list;
}

QList<PartsLegend::Place> PartsLegend::placesOf(const QList<Entry> &entries, int width) const
{
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height();
    const int side = metrics.ascent();
    const int gap = metrics.averageCharWidth();
    QList<Place> places;
    int x = 0;
    int y = 0;
    for (const Entry &entry : entries) {
        const int text = metrics.horizontalAdvance(entry.text) + 1;
        if (x > 0 && x + side + gap + text > width) {
            x = 0;
            y += line + line / 4;
        }
        places.append({QRect(x, y + (line - side) / 2, side, side), QRect(x + side + gap, y, text, line)});
        x += side + text + 3 * gap;
    }
    return places;
}

int PartsLegend::heightForWidth(int width) const
{
    return placesOf(entries(), width).last().text.bottom() + 1;
}

QSize PartsLegend::sizeHint() const
{
    constexpr int unlimited = 100'000;
    const Place last = placesOf(entries(), unlimited).last();
    return {last.text.right() + 1, last.text.bottom() + 1};
}

QSize PartsLegend::minimumSizeHint() const
{
    return {12 * fontMetrics().averageCharWidth(), fontMetrics().height()};
}

void PartsLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const int leading = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading));
    if (!m_said.isEmpty()) {
        painter.drawText(rect(), leading | Qt::AlignTop | Qt::TextWordWrap, m_said);
        return;
    }
    const QList<Entry> list = entries();
    const QList<Place> places = placesOf(list, width());
    const double ratio = devicePixelRatioF();
    const PartInks inks(palette());
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QRect sign = QStyle::visualRect(layoutDirection(), rect(), places[i].sign);
        QImage tile =
            imageOf(list[i].tile, (QSizeF(sign.size()) * ratio).toSize(), std::max(1, qRound(ratio)), inks);
        tile.setDevicePixelRatio(ratio);
        painter.drawImage(sign.topLeft(), tile);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), places[i].text),
                         leading | Qt::AlignVCenter | Qt::TextSingleLine, list[i].text);
    }
}

} // namespace gantry
