// The bandwidth limit at hand: what it is now, and a menu that switches it on and off. GUI thread.
#pragma once

#include <QToolButton>

class QAction;

namespace gantry {

class Engine;
class UiSettings;

class RateLimitButton : public QToolButton
{
    Q_OBJECT

public:
    RateLimitButton(Engine &engine, UiSettings &settings, QWidget *parent = nullptr);

    // Asks the engine, once it has started; what it changes later is followed.
    void read();

Q_SIGNALS:
    void settingsWanted(); // another limit than the last one
    void failed(const QString &message);

private:
    void showRate(qint64 rate);
    void put(qint64 rate);

    Engine &m_engine;
    UiSettings &m_settings;
    QAction *m_none;
    QAction *m_last;
};

} // namespace gantry
