#include "ui/look/fitting_tool_bar.h"

#include <QEvent>

namespace gantry {

void FittingToolBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void FittingToolBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_widthWithWords = 0;
        fit();
    }
}

void FittingToolBar::fit()
{
    if (m_widthWithWords == 0) {
        setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_widthWithWords = sizeHint().width();
    }
    setToolButtonStyle(width() < m_widthWithWords ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

} // namespace gantry
