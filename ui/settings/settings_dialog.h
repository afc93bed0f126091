// The settings: few, each for a reason, and applied as soon as they are changed.
#pragma once

#include "engine/scheduling/engine.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace gantry {

class FieldRow;
class UiSettings;

class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    // Reads the engine's settings at once; the engine has to be started.
    SettingsDialog(Engine &engine, UiSettings &settings, QWidget *parent = nullptr);
    ~SettingsDialog() override; // remembers its size

Q_SIGNALS:
    // The parts of one file and the verification belong to a destination: its editor is asked for.
    void destinationsWanted();

private:
    QWidget *buildTransfers();
    QWidget *buildLook();
    QWidget *buildState();
    void connectTransfers();

    void read();
    void showEngineSettings(const QMap<QString, QString> &settings);
    void showRate(qint64 bytesPerSecond);
    void putRate();
    void put(const QString &name, const QString &value, FieldRow *row);
    qint64 unit() const; // bytes a second

    Engine &m_engine;
    UiSettings &m_settings;
    int m_puts = 0;           // that the engine has not answered yet
    bool m_isShowing = false; // the engine's values go into the form, not the other way round
    qint64 m_rate = 0;        // bytes a second, as the engine has it; 0: no limit
    QTimer m_rateTimer;       // a number that is being typed is not yet a limit

    QSpinBox *m_files = nullptr;
    FieldRow *m_filesRow = nullptr;
    QCheckBox *m_isLimited = nullptr;
    QDoubleSpinBox *m_limit = nullptr;
    QComboBox *m_unit = nullptr;
    FieldRow *m_limitRow = nullptr;
};

} // namespace gantry
