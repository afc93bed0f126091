#include "ui/settings/rate_limit_button.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"
#include "ui/settings/rate_limit.h"
#include "ui/text/format.h"

#include <QActionGroup>
#include <QMenu>

#include <algorithm>

namespace gantry {

RateLimitButton::RateLimitButton(Engine &engine, UiSettings &settings, QWidget *parent)
    : QToolButton(parent)
    , m_engine(engine)
    , m_settings(settings)
{
    setAutoRaise(true);
    setPopupMode(InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleDescription(tr("How fast all uploads together may be"));
    auto *menu = new QMenu(this);
    auto *one = new QActionGroup(menu);
    m_none = one->addAction(tr("&No limit"));
    m_last = one->addAction(QString());
    for (QAction *action : one->actions())
        action->setCheckable(true);
    menu->addActions(one->actions());
    menu->addSeparator();
    connect(menu->addAction(tr("&Other limit…")), &QAction::triggered, this,
            &RateLimitButton::settingsWanted);
    setMenu(menu);
    connect(m_none, &QAction::triggered, this, [this] { put(0); });
    connect(m_last, &QAction::triggered, this, [this] { put(lastRateLimit(m_settings)); });
    connect(&engine, &Engine::settingsChanged, this, &RateLimitButton::read);
    showRate(0);
}

void RateLimitButton::read()
{
    whenReady(this, m_engine.settings(), [this](const QMap<QString, QString> &settings) {
        showRate(std::max<qint64>(0, settings.value(rateLimitSetting).toLongLong()));
    });
}

void RateLimitButton::showRate(qint64 rate)
{
    if (rate > 0)
        m_settings.setNumber(UiSetting::LastRateLimit, rate);
    setText(rate > 0 ? tr("Limit %1", "a speed").arg(speedText(rate)) : tr("No limit"));
    m_last->setText(tr("&Limit to %1", "a speed").arg(speedText(lastRateLimit(m_settings))));
    (rate > 0 ? m_last : m_none)->setChecked(true);
}

void RateLimitButton::put(qint64 rate)
{
    whenReady(this, m_engine.putSetting(rateLimitSetting, QString::number(rate)),
              [this](const Expected<void> &done) {
                  read(); // a refused one is not shown
                  if (!done)
                      Q_EMIT failed(done.error().message);
              });
}

} // namespace gantry
