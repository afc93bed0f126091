// What the test of a destination saw: a line for each check, with the remedy where it failed.
#pragma once

#include "engine/scheduling/engine.h"

#include <QWidget>

class QProgressBar;
class QVBoxLayout;

namespace gantry {

class NoteLine;

class CheckList : public QWidget
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    void setRunning(const QString &destination);
    void setLines(const QList<CheckLine> &lines);
    void setFailure(const QString &message); // it could not be tested at all
    void clear();                            // and hides

    bool isRunning() const;

private:
    void begin();
    QWidget *rowOf(const CheckLine &line);

    NoteLine *m_summary;
    QProgressBar *m_busy;
    QVBoxLayout *m_rows;
    QList<QWidget *> m_shown;
};

} // namespace gantry
