#include "ui/detail/elided_label.h"

#include "ui/text/names.h"

#include <QPainter>
#include <QStyle>

namespace gantry {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    showWhole();
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {6 * fontMetrics().averageCharWidth(), fontMetrics().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showWhole();
}

void ElidedLabel::showWhole()
{
    setToolTip(width() < sizeHint().width() ? literalToolTip(m_text) : QString());
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    // A name runs as its own letters do, whichever way the window does: as in the queue.
    const Qt::TextFlag run = m_text.isRightToLeft() ? Qt::TextForceRightToLeft : Qt::TextForceLeftToRight;
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(),
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading)) |
                         Qt::AlignVCenter | Qt::TextSingleLine | run,
                     fontMetrics().elidedText(m_text, Qt::ElideMiddle, width()));
}

} // namespace gantry
