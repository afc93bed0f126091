#include "app/service/database.h"

#include "app/service/data_dir.h"

namespace gantry {

Served<std::unique_ptr<SqlThread>> openDatabase(const ServiceConfig &config, ServiceHooks hooks)
{
    switch (config.database.driver) {
    case DatabaseDriver::Sqlite:
        return SqlThread::open(databaseFile(config.dataDir), std::move(hooks));
    case DatabaseDriver::Postgresql:
        return SqlThread::connect(config.database.dsn, std::move(hooks));
    }
    Q_UNREACHABLE();
}

} // namespace gantry
