// The part of a destination's form that every kind has, folded away: parts, connections, trust, verification.
#pragma once

#include "engine/core/destination_types.h"

#include <QWidget>

class QComboBox;
class QSpinBox;
class QToolButton;

namespace gantry {

class FieldRow;
class PathEdit;
class SizeEdit;

class CommonFields : public QWidget
{
    Q_OBJECT

public:
    // limits: what the kind has to say about sizes, KindFields put it there; shown beside the part size.
    CommonFields(const DestinationSettings &settings, QWidget *limits, QWidget *parent = nullptr);

    void writeTo(DestinationSettings &settings) const;

    bool isReadable() const; // else writeTo() leaves out what was typed
    // As KindFields::check(), and after it: unfolds if something is wrong here, or with the limits.
    FieldRow *check();
    void clearProblems();
    void setUnfolded(bool unfolded);

Q_SIGNALS:
    void edited();

private:
    QToolButton *m_fold;
    QWidget *m_body;
    SizeEdit *m_partSize;
    FieldRow *m_partRow;
    QSpinBox *m_parts;
    QSpinBox *m_connections;
    PathEdit *m_caFile;
    FieldRow *m_caRow;
    QComboBox *m_verify;
};

} // namespace gantry
