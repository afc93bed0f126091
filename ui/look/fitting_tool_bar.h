// A toolbar that leaves out its words where they do not fit, before anything of it is out of sight.
#pragma once

#include <QToolBar>

namespace gantry {

class FittingToolBar : public QToolBar
{
    Q_OBJECT

public:
    using QToolBar::QToolBar;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();

    int m_widthWithWords = 0; // 0: to be measured
};

} // namespace gantry
