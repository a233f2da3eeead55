exec(open('/tmp/rev/v.py').read().split("print('--- A")[0])
from PySide6.QtWidgets import QWidget,QLabel,QAbstractButton
from PySide6.QtGui import QAction
from PySide6.QtCore import Qt
w,b=make(h)
names="costPlot accuracyPlot weightImages pad padPreview digitBars predictionLabel confidenceLabel timelineSlider statusLabel progressBar noticeBar hiddenLayersEdit activationCombo outputCombo costCombo initializerCombo optimizerCombo learningRateSpin scheduleCombo batchSizeSpin epochsSpin seedSpin datasetCombo presetCombo".split()
print('missing',[n for n in names if not w.findChild(QWidget,n)],[n for n in "trainAction stepAction stepEpochAction resetAction openAction saveAction saveAsAction undoInkAction clearInkAction".split() if not w.findChild(QAction,n)])
dup={}
for x in w.findChildren(QWidget):
    if x.focusPolicy()!=Qt.FocusPolicy.NoFocus and x.isVisibleTo(w):
        nm=x.accessibleName() or (x.text() if isinstance(x,QAbstractButton) else '')
        if not nm: print('no accessible name',type(x).__name__,x.objectName(), type(x.parent()).__name__)
        if not x.toolTip() and not (isinstance(x,QAbstractButton) and x.toolTip()): print('  no tooltip',type(x).__name__,x.objectName(),nm)
for n in 'plot'.split(): pass
pd=w.panels['pad']; m0=pd.minimumSizeHint().width()
pd._names=('T-shirt',)*9+('Ankle boot',); pd._verdict.setText('Ankle boot'); A.processEvents(); print('pad panel min width',m0,'->',pd.minimumSizeHint().width(), 'window min', w.minimumSizeHint().width())
# view menu remembered?
w.tabs.setCurrentIndex(1); w.panels['settings'].hide(); p=b.preferences; w.close()
w2=app.assemble(A,p); w2.show(); A.processEvents(); print('tab',w2.tabs.currentIndex(),'settings hidden',w2.panels['settings'].isHidden(), w2.splitters['columns'].sizes()); w2.close()
