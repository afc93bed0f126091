// Draws the speed of the last ten minutes: all uploads as an area, this one as a line, with what went wrong.
#pragma once

#include "engine/core/ids.h"
#include "ui/detail/speed_history.h"

#include <QWidget>

#include <optional>

namespace gantry {

class SpeedPlot : public QWidget
{
    Q_OBJECT

public:
    explicit SpeedPlot(const SpeedHistory &history, QWidget *parent = nullptr);

    void setUpload(std::optional<UploadId> id);

    // A round step of an axis that reaches `highest` in no more than `steps`: 1, 2 or 5 times a power of ten.
    static qint64 roundStep(qint64 highest, int steps);

    // How long a time axis is after that many seconds: a program that has just started has no ten minutes.
    static int axisSeconds(qint64 known);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Frame
    {
        QRect area;      // of the curves
        qint64 step = 1; // bytes a second between two lines
        int steps = 1;   // lines above zero
        int seconds = 0; // from one end to the other
        bool mirrored = false;

        double x(qint64 secondsAgo) const;
        double y(qint64 bytesPerSecond) const;
    };

    void refresh();
    qint64 highest() const;
    int paintLegend(QPainter &painter) const; // the height that it took
    Frame frameFor(const QPainter &painter, int legendHeight) const;
    void paintGrid(QPainter &painter, const Frame &frame) const;
    void paintMarks(QPainter &painter, const Frame &frame) const;
    void paintCurves(QPainter &painter, const Frame &frame) const;

    const SpeedHistory &m_history;
    std::optional<UploadId> m_id;
    SpeedTrack m_own;
    QList<SpeedMark> m_marks;
};

} // namespace gantry
