// The bandwidth limit: what is known of it wherever it can be set. Bytes a second.
#pragma once

#include "ui/settings/ui_settings.h"

namespace gantry {

// The engine's setting (EngineOptions::rateLimit); 0: none.
inline const QString rateLimitSetting = QStringLiteral("rate_limit");

// What it becomes when it is switched on: what it was when it was switched off.
inline qint64 lastRateLimit(const UiSettings &settings)
{
    constexpr qint64 forTheFirstTime = 5'000'000;
    const qint64 last = settings.number(UiSetting::LastRateLimit);
    return last > 0 ? last : forTheFirstTime;
}

} // namespace gantry
