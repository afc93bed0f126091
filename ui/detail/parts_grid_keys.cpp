// The grid's keys and mouse: moving about, zooming, copying, and what is told about the part that one is at.
#include "ui/detail/parts_grid.h"

#include "ui/detail/parts_grid_accessible.h"
#include "ui/text/names.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace gantry {

bool PartsGrid::moveBy(int key)
{
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    const int page = std::max(1, viewport()->height() / m_cell.height()) * m_columns;
    const int below = m_current + m_columns;
    switch (key) {
    case Qt::Key_Right:
        setCurrentPart(m_current + forward);
        return true;
    case Qt::Key_Left:
        setCurrentPart(m_current - forward);
        return true;
    case Qt::Key_Down:
        setCurrentPart(below <= partCount() ? below : m_current);
        return true;
    case Qt::Key_Up:
        setCurrentPart(m_current > m_columns ? m_current - m_columns : m_current);
        return true;
    case Qt::Key_PageDown:
        setCurrentPart(m_current + page);
        return true;
    case Qt::Key_PageUp:
        setCurrentPart(m_current - page);
        return true;
    case Qt::Key_Home:
        setCurrentPart(1);
        return true;
    case Qt::Key_End:
        setCurrentPart(partCount());
        return true;
    default:
        return false;
    }
}

void PartsGrid::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy(m_current);
        return;
    }
    if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier | Qt::MetaModifier)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        break;
    case Qt::Key_Minus:
        zoomOut();
        break;
    case Qt::Key_0:
        zoomToFit();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        copy(m_current);
        break;
    default:
        if (!moveBy(event->key()))
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void PartsGrid::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current == 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentPart(1);
    viewport()->update();
    tellCurrent();
}

void PartsGrid::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void PartsGrid::copy(int number)
{
    const QString facts = factsOf(number);
    if (facts.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(facts);
    Q_EMIT copied(number);
}

void PartsGrid::mousePressEvent(QMouseEvent *event)
{
    const int number = partAt(event->position().toPoint());
    if (number == 0 || event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    setCurrentPart(number);
    copy(number);
}

void PartsGrid::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / QWheelEvent::DefaultDeltasPerStep;
    m_wheel -= steps * QWheelEvent::DefaultDeltasPerStep;
    if (steps != 0)
        zoom(steps);
    event->accept();
}

bool PartsGrid::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int number = partAt(help->pos());
    if (number > 0)
        QToolTip::showText(help->globalPos(), literalToolTip(factsOf(number)), viewport(), cellRect(number));
    else
        QToolTip::hideText();
    return true;
}

void PartsGrid::tellCurrent()
{
    if (hasFocus() && m_current > 0)
        tellPartsGridFocus(this);
}

} // namespace gantry
