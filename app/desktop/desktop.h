// The desktop program put together: engine and window, and who comes first and last.
#pragma once

#include "app/desktop/desktop_scheme.h"
#include "app/desktop/local_service.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/window_port.h"
#include "engine/ipc/engine_host.h"
#include "ui/main_window.h"
#include "ui/settings/ui_settings.h"

#include <QMessageBox>
#include <QObject>
#include <QPointer>

#include <memory>

namespace gantry {

class Desktop : public QObject
{
    Q_OBJECT

public:
    // paths: absolute; offered as soon as there is a window, here or in the program that is there already.
    Desktop(QString stateDir, QStringList paths, QObject *parent = nullptr);
    ~Desktop() override;

    void begin();
    // As when the user closes the window. Then ended() follows, within two seconds or so.
    void end();

    MainWindow *window() { return m_window.get(); } // nullptr: not yet, or not any more

Q_SIGNALS:
    void ended(int exitStatus);

private:
    void openWindow();
    void engineStarted(const Expected<EngineReport> &report);
    void followLocalService();
    void stopLocalService();
    void tellBusy(qint64 pid);
    void tellFailure(const Failure &why);

    QString m_stateDir;
    QStringList m_paths;
    SingleInstance m_instance;
    bool m_ending = false;
    QPointer<QMessageBox> m_message; // before there is a window
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<DesktopScheme> m_scheme;
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<WindowPort> m_port; // what other processes speak to
    std::unique_ptr<LocalService> m_localService;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace gantry
