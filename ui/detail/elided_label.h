// One line of plain text that gives way: what does not fit is left out in the middle, and told by a tooltip.
#pragma once

#include <QString>
#include <QWidget>

namespace gantry {

class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    const QString &text() const { return m_text; }
    void setText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showWhole();

    QString m_text;
};

} // namespace gantry
