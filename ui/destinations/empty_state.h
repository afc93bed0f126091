// The first start, with no destination yet: what can be done about it.
#pragma once

#include <QWidget>

class QPushButton;

namespace gantry {

class NoteLine;

class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    // The local service is on its way: its button says so and waits.
    void setLocalServiceStarting(bool starting);
    // Why the local service did not start, and what to do; empty: nothing.
    void setTrouble(const QString &message);

Q_SIGNALS:
    void addDestinationWanted();
    void localServiceWanted();

private:
    QPushButton *m_tryLocal;
    NoteLine *m_trouble;
};

} // namespace gantry
