// The line at the bottom of the window: speed, what is left, and how the connection is.
#pragma once

#include <QWidget>

class QLabel;

namespace gantry {

class GlyphMark;
class UploadStore;

class StatusLine : public QWidget
{
    Q_OBJECT

public:
    // The button stands beside the speed that it limits.
    StatusLine(const UploadStore &store, QWidget *rateLimit, QWidget *parent = nullptr);

    // Empty: none.
    void setJournalTrouble(const QString &message);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showTotals();
    void colour();

    const UploadStore &m_store;
    GlyphMark *m_connectionSign;
    QLabel *m_connection;
    QLabel *m_trouble;
    QLabel *m_left;
    QLabel *m_time;
    QLabel *m_speed;
};

} // namespace gantry
