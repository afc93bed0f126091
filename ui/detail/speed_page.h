// The speed of the last minutes as a plot: all uploads, and this one with what went wrong.
#pragma once

#include "engine/core/ids.h"

#include <QWidget>

#include <optional>

class QChart;
class QChartView;
class QLineSeries;
class QScatterSeries;
class QValueAxis;
class QLabel;

namespace gantry {

class SpeedHistory;

class SpeedPage : public QWidget
{
    Q_OBJECT

public:
    explicit SpeedPage(const SpeedHistory &history, QWidget *parent = nullptr);

    void setUpload(std::optional<UploadId> id);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void colour();

    const SpeedHistory &m_history;
    std::optional<UploadId> m_id;
    QChart *m_chart;
    QChartView *m_view;
    QLineSeries *m_total;
    QLineSeries *m_own;
    QScatterSeries *m_retries;
    QScatterSeries *m_holds;
    QValueAxis *m_time;
    QValueAxis *m_speed;
    QLabel *m_peak;
};

} // namespace gantry
