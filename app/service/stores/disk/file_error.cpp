#include "app/service/stores/disk/file_error.h"

#include "app/service/service_log.h"

#include <cerrno>

namespace gantry {

ServiceError fileError(const char *action, int error)
{
    logEvent(QStringLiteral("disk store: %1: %2").arg(QLatin1String(action), qt_error_string(error)));
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        return {ErrorCode::QuotaExceeded, QStringLiteral("The store has no room for this."), std::nullopt};
    return {ErrorCode::Internal, QStringLiteral("The store failed to %1.").arg(QLatin1String(action)),
            std::nullopt};
}

} // namespace gantry
